import { z } from "zod";
import type { Answer, Call, Transport } from "../http/transport";

/** Ids are integers on the wire and strings everywhere else. */
export const wireId = z.preprocess(
  (id) => (Number.isSafeInteger(id) ? String(id) : id),
  z.string({ error: "must be an id" }),
);

/** A field that an answer may leave out or set to null; absent in the model either way. */
export const optional = <T extends z.ZodType>(schema: T) =>
  // A transform would be a second schema, and lists of thousands take twice the memory with it. The type does not know that
  // `overwrite` takes null away.
  schema.nullish().overwrite((value) => value ?? undefined) as z.ZodType<z.output<T> | undefined>;

/** Sends a call and reads the body of its answer in the shape that the endpoint's documentation promises. */
export async function ask<T extends z.ZodType>(http: Transport, call: Call, schema: T): Promise<z.output<T>> {
  return readBody(http, call, await http.send(call), schema);
}

/**
 * @throws MalformedAnswerError that names the fields which are not as promised, and never their values
 */
export function readBody<T extends z.ZodType>(http: Transport, call: Call, answer: Answer, schema: T): z.output<T> {
  const parsed = schema.safeParse(answer.body);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => `${issue.path.join(".") || "the body"}: ${issue.message}`);
  throw http.malformed(call, answer, fields.join("; "));
}

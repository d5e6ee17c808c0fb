import type { FastifyError, FastifyInstance } from "fastify";
import type { z } from "zod";
import type { World } from "../world";

export type FieldErrors = Record<string, string[]>;

/** `{"message":…}` or `{"message":…,"errors":{field:[…]}}`, as Workato answers. */
export class WorkatoError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly errors?: FieldErrors,
  ) {
    super(message);
  }
}

export const notFound = () => new WorkatoError(404, "Not found");

export function invalid(errors: FieldErrors): WorkatoError {
  const sentences = Object.entries(errors).flatMap(([field, messages]) => messages.map((text) => `${field} ${text}`));
  return new WorkatoError(400, sentences.join(", "), errors);
}

export function refuse(errors: FieldErrors): void {
  if (Object.keys(errors).length > 0) throw invalid(errors);
}

export function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input ?? {});
  if (result.success) return result.data;
  const errors: FieldErrors = {};
  const add = (field: string, message: string) => {
    errors[field] = [...(errors[field] ?? []), message];
  };
  for (const issue of result.error.issues) {
    const [field, ...deeper] = issue.path.map(String);
    if (issue.code === "unrecognized_keys" && field === undefined)
      for (const key of issue.keys) add(key, "is not a known field");
    else if (issue.message.endsWith("received undefined") && deeper.length === 0)
      add(field ?? "body", "can't be blank");
    else add(field ?? "body", [...deeper, issue.message].join(": "));
  }
  throw invalid(errors);
}

export function integerId(text: string): number {
  if (!/^\d+$/.test(text)) throw notFound();
  return Number(text);
}

export function installErrors(app: FastifyInstance): void {
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ message: "Not found" }));
  app.setErrorHandler((error: FastifyError | WorkatoError, _request, reply) => {
    if (error instanceof WorkatoError) {
      return reply.code(error.status).send({ message: error.message, ...(error.errors && { errors: error.errors }) });
    }
    const status = error.statusCode ?? 500;
    if (status >= 500) console.error(error);
    return reply.code(status).send({ message: status >= 500 ? "Internal server error" : error.message });
  });
}

export function requireToken(app: FastifyInstance, { info }: World): void {
  app.addHook("onRequest", async (request) => {
    if (request.headers.authorization !== `Bearer ${info.workatoToken}`) throw new WorkatoError(401, "Unauthorized");
  });
}

import { z } from "zod";
import type { Refusal } from "../http/errors";

/** One part that is not as expected must not hide the other. */
const text = z.string().optional().catch(undefined);
const errorBody = z.object({ error: text, error_description: text });

/** The form of errors that RFC 6749 section 5.2 and RFC 7591 section 3.2.2 share. */
export function explainOAuthError(_status: number, body: unknown): Refusal {
  const { data } = errorBody.safeParse(body);
  if (!data) return {};
  const { error: code, error_description: message } = data;
  return { ...(code && { code }), ...(message && { message }) };
}

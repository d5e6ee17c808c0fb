import { z } from "zod";
import type { Refusal } from "../../http/errors";

/** One part that is not as expected must not hide the others. */
const text = z.string().optional().catch(undefined);
const errorBody = z.object({
  error: text,
  error_description: text,
  errorCode: text,
  errorSummary: text,
  errorCauses: z
    .array(z.object({ errorSummary: z.string() }))
    .optional()
    .catch(undefined),
});

/** Okta has two shapes of errors: OAuth's `error`, and its own `errorCode`. */
export function explain(_status: number, body: unknown): Refusal {
  const { data } = errorBody.safeParse(body);
  if (!data) return {};
  const code = data.errorCode || data.error;
  const causes = data.errorCauses?.map(({ errorSummary }) => errorSummary).join("; ");
  const message = [data.errorSummary || data.error_description, causes].filter(Boolean).join(": ");
  return { ...(code && { code }), ...(message && { message }) };
}

import { z } from "zod";
import type { Refusal } from "../../http/errors";

/** One part that is not as expected must not hide the others. */
const text = z.string().optional().catch(undefined);
const errorBody = z.object({ error: text, error_description: text, errorMessage: text });

/** A code of OAuth's; where the admin API has none, `error` is a sentence. */
const CODE = /^[a-z_]+$/;

/** Keycloak has OAuth's shape of errors, one sentence as `error`, and one as `errorMessage`. */
export function explain(_status: number, body: unknown): Refusal {
  const { data } = errorBody.safeParse(body);
  if (!data) return {};
  const code = data.error !== undefined && CODE.test(data.error) ? data.error : undefined;
  const message = data.errorMessage || data.error_description || (code === undefined ? data.error : undefined);
  return { ...(code && { code }), ...(message && { message }) };
}

import { z } from "zod";

/** `input` of an HTTP connection. Only the key of the base URL, `base_uri`, is assumed. */

const webUrl = z.url({ protocol: /^https?$/, error: "is not an http(s) URL" });
const pairs = z.array(z.strictObject({ key: z.string().min(1), value: z.string() })).min(1);
const common = {
  base_uri: webUrl,
  ssl_client_cert: z.string().optional(),
  ssl_client_key: z.string().optional(),
  ssl_ca_cert: z.string().optional(),
};

export const httpInput = z.discriminatedUnion("auth_type", [
  z.strictObject({ auth_type: z.literal("no_auth"), ...common }),
  z.strictObject({ auth_type: z.literal("basic"), basic_user: z.string(), basic_password: z.string(), ...common }),
  z.strictObject({ auth_type: z.literal("headers"), header_pair: pairs, ...common }),
  z.strictObject({ auth_type: z.literal("query"), url_param: pairs, ...common }),
  z.strictObject({
    auth_type: z.literal("oauth2_client_credentials_grant"),
    oauth2_token_url: webUrl,
    oauth2_client_id: z.string(),
    oauth2_client_secret: z.string(),
    param_type: z.enum(["basic", "payload"]).default("basic"),
    ...common,
  }),
]);

export type HttpInput = z.infer<typeof httpInput>;

/** The keys whose values are secret, at any depth; `value` is that of a header or a query parameter. */
export const SECRET_INPUT_KEYS = ["basic_password", "value", "oauth2_client_secret", "ssl_client_key"];

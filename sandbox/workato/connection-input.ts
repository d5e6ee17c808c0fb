import { z } from "zod";

/** `input` of an HTTP connection. Only the key of the base URL, `base_uri`, is assumed. */

const webUrl = z.url({ protocol: /^https?$/, error: "is not an http(s) URL" });

/** A text with an entry a line, whose name ends at the first separator. */
const entries = (separator: string) =>
  z.string().superRefine((text, context) => {
    for (const [index, line] of text.split("\n").entries()) {
      if (line.indexOf(separator) < 1) context.addIssue(`line ${index + 1} is not a name, "${separator}" and a value`);
    }
  });

export function entriesOf(text: string, separator: ":" | "="): [name: string, value: string][] {
  return text.split("\n").map((line) => {
    const end = line.indexOf(separator);
    return [line.slice(0, end), line.slice(end + 1).trim()];
  });
}

const common = {
  base_uri: webUrl,
  ssl_params: z.boolean().default(false),
  ssl_client_cert: z.string().optional(),
  ssl_client_key: z.string().optional(),
  ssl_ca_cert: z.string().optional(),
};

const forms = z.discriminatedUnion("auth_type", [
  z.strictObject({ auth_type: z.literal("no_auth"), ...common }),
  z.strictObject({ auth_type: z.literal("basic"), basic_user: z.string(), basic_password: z.string(), ...common }),
  z.strictObject({ auth_type: z.literal("headers"), header_pair: entries(":"), ...common }),
  z.strictObject({ auth_type: z.literal("query"), url_param: entries("="), ...common }),
  z.strictObject({
    auth_type: z.literal("oauth2_client_credentials_grant"),
    oauth2_token_url: webUrl,
    oauth2_client_id: z.string(),
    oauth2_client_secret: z.string(),
    param_type: z.enum(["basic", "payload"]).default("basic"),
    ...common,
  }),
]);

/** Certificates that are not turned on are not kept. */
export const httpInput = forms.overwrite((input) => {
  if (input.ssl_params) return input;
  const { ssl_client_cert: _cert, ssl_client_key: _key, ssl_ca_cert: _ca, ...rest } = input;
  return rest;
});

export type HttpInput = z.infer<typeof httpInput>;

/** The keys whose values are secret. */
export const SECRET_INPUT_KEYS = [
  "basic_password",
  "header_pair",
  "url_param",
  "oauth2_client_secret",
  "ssl_client_key",
];

import { z } from "zod";
import type { FieldIssue } from "./errors";
import type { ClientMetadata } from "./model";

/** The settings of an OAuth client, by their names in RFC 7591, and what Okta holds them against. */

const uri = z.string().refine((text) => URL.canParse(text), "The value is not an absolute URI.");
const grantType = z.enum(["authorization_code", "implicit", "password", "refresh_token", "client_credentials"]);
const jwk = z.looseObject({ kty: z.string(), kid: z.string().optional() });

const applicationTypes = ["web", "native", "browser", "service"] as const;
export const authMethod = z.enum([
  "none",
  "client_secret_basic",
  "client_secret_post",
  "client_secret_jwt",
  "private_key_jwt",
]);

/** A secret that is not of Okta's making: printable ASCII. */
export const ownSecret = z.string().regex(/^[ -~]{14,100}$/, "The secret needs 14 to 100 printable characters.");
export const SHORTEST_FOR_JWT = 32;

/** What the client and the app share. */
export const settings = {
  application_type: z.enum(applicationTypes).default("web"),
  grant_types: z.array(grantType).min(1).default(["authorization_code"]),
  response_types: z.array(z.enum(["code", "token", "id_token"])).default(["code"]),
  redirect_uris: z.array(uri).default([]),
  post_logout_redirect_uris: z.array(uri).optional(),
  client_uri: uri.nullable().default(null),
  logo_uri: uri.nullable().default(null),
  policy_uri: uri.nullable().optional(),
  tos_uri: uri.nullable().optional(),
  initiate_login_uri: uri.nullable().optional(),
  frontchannel_logout_uri: uri.nullable().optional(),
  frontchannel_logout_session_required: z.boolean().nullable().optional(),
  jwks: z
    .strictObject({ keys: z.array(jwk).min(1) })
    .nullable()
    .optional(),
  jwks_uri: uri.nullable().optional(),
  request_object_signing_alg: z.string().nullable().optional(),
  id_token_encrypted_response_alg: z.string().nullable().optional(),
};

/** The name of a client is the label of its app. It need not be unique. */
export const label = z
  .string()
  .trim()
  .min(1, "The field cannot be left blank.")
  .max(100, "The field cannot be longer than 100 characters.");

export const registration = z.strictObject({
  client_name: label,
  token_endpoint_auth_method: authMethod.default("client_secret_basic"),
  ...settings,
});

export type Settings = z.infer<typeof registration>;

export function usesSecret(metadata: Pick<ClientMetadata, "token_endpoint_auth_method">): boolean {
  return metadata.token_endpoint_auth_method.startsWith("client_secret_");
}

/** The first thing that is wrong with a client as a whole, or undefined. */
export function misfit(wanted: Settings): FieldIssue | undefined {
  const has = (grant: string) => wanted.grant_types.some((one) => one === grant);
  const answers = (type: string) => wanted.response_types.some((one) => one === type);
  const isKeyed = wanted.token_endpoint_auth_method === "private_key_jwt";
  const rules: [broken: boolean, field: string, message: string][] = [
    [
      wanted.application_type === "service" && wanted.grant_types.some((grant) => grant !== "client_credentials"),
      "grant_types",
      "A service application may only use client_credentials.",
    ],
    [
      has("client_credentials") && ["native", "browser"].includes(wanted.application_type),
      "grant_types",
      `client_credentials is not valid for the application type ${wanted.application_type}.`,
    ],
    [
      has("client_credentials") && !answers("token"),
      "response_types",
      "client_credentials needs the response type token.",
    ],
    [
      has("authorization_code") && !answers("code"),
      "response_types",
      "authorization_code needs the response type code.",
    ],
    [
      (has("authorization_code") || has("implicit")) && wanted.redirect_uris.length === 0,
      "redirect_uris",
      "At least one redirect URI is required.",
    ],
    [
      has("client_credentials") && wanted.token_endpoint_auth_method === "none",
      "token_endpoint_auth_method",
      "client_credentials needs client authentication.",
    ],
    [
      isKeyed && Boolean(wanted.jwks) === Boolean(wanted.jwks_uri),
      "jwks",
      "private_key_jwt needs one of jwks and jwks_uri.",
    ],
  ];
  const broken = rules.find(([isBroken]) => isBroken);
  return broken && { field: broken[1], message: broken[2] };
}

import { z } from "zod";
import { RENEWAL_METHODS } from "../../api/rfc7591/clients";
import { isSecureUrl } from "../../http/address";
import type { Limits } from "../../http/transport";
import { isBaseUrl, limits, Settings, type StackConfig } from "../../settings";
import { readIdp } from "../configured";

/** Where the secrets of clients are renewed; no RFC has such an endpoint. */
export type RenewSecret = z.output<typeof renewSecret>;
/** What opens the registration endpoint, RFC 7591 section 3; absent where it is open. */
export type InitialAccess = z.output<typeof initialAccess>;
export type Rfc7591Config = z.output<typeof rfc7591Settings> & { limits: Limits };

const text = z.string({ error: "must be a text" }).min(1, "must not be empty");
const url = z
  .string({ error: "must be a URL" })
  .refine(
    (given) => URL.canParse(given) && isSecureUrl(new URL(given)),
    "must be an https URL (http is for loopback only)",
  );

/** What the id of the client stands for in {@link RenewSecret}. */
export const CLIENT_ID = "{client_id}";

const renewSecret = z.strictObject(
  {
    method: z.enum(RENEWAL_METHODS, { error: `must be one of ${RENEWAL_METHODS.join(", ")}` }),
    url: url.refine((given) => given.includes(CLIENT_ID), `must hold ${CLIENT_ID}, in whose place the client id goes`),
  },
  { error: "must be an object: { method, url }" },
);

const initialAccess = z
  .strictObject(
    {
      token: text.optional(),
      clientId: text.optional(),
      clientSecret: text.optional(),
      scope: text.optional(),
      audience: text.optional(),
      tokenUrl: url.optional(),
    },
    { error: "must be an object: { token }, or { clientId, clientSecret }; without it, registration is open" },
  )
  .transform(({ token, clientId, clientSecret, ...others }, context) => {
    const [other] = Object.keys({ ...others, ...(clientId && { clientId }), ...(clientSecret && { clientSecret }) });
    if (token !== undefined && other === undefined) return { token };
    if (token === undefined && clientId !== undefined && clientSecret !== undefined) {
      return { clientId, clientSecret, ...others };
    }
    const complain = (key: string, message: string) => {
      context.addIssue({ code: "custom", path: [key], message });
      return z.NEVER;
    };
    if (token !== undefined)
      return complain("token", `is one way of access, and ${other} is of the other one: keep one`);
    if (clientId === undefined && clientSecret === undefined)
      return complain("token", "is missing, or clientId and clientSecret are");
    return complain(clientId === undefined ? "clientId" : "clientSecret", "is missing");
  });

/** What the provider itself writes, or the server alone. */
const NOT_TO_BE_SET = [
  "client_name",
  "client_id",
  "client_secret",
  "registration_access_token",
  "registration_client_uri",
];

const metadata = z
  .record(z.string(), z.unknown(), {
    error: "must be an object of client metadata (RFC 7591); null leaves a field out",
  })
  .superRefine((given, context) => {
    for (const field of NOT_TO_BE_SET.filter((name) => name in given)) {
      const message =
        field === "client_name"
          ? "cannot be set: it is the name of the resource, with its ownership mark"
          : "cannot be set";
      context.addIssue({ code: "custom", path: [field], message });
    }
  });

/** The settings of an identity provider of type `rfc7591`. The messages complete the sentence that begins with the path of a setting. */
export const rfc7591Settings = z.strictObject(
  {
    type: z.literal("rfc7591"),
    // To the letter: with or without a slash at its end, it is another one.
    issuer: z
      .string({ error: "must be the issuer's URL" })
      .refine(isBaseUrl, "must be an https URL without a query (http is for loopback only)"),
    initialAccess: initialAccess.optional(),
    registrationEndpoint: url.optional(),
    metadata: metadata.optional(),
    tokenParameters: z
      .record(z.string(), z.string({ error: "must be a text" }), { error: "must be an object of texts" })
      .optional(),
    renewSecret: renewSecret.optional(),
    requestsPerMinute: z.coerce.number().positive({ error: "must be a positive number" }).optional(),
  },
  { error: "must be an object" },
);

/** @throws ConfigurationError with every mistake in the settings of the identity provider of that name */
export function rfc7591Config(stack: StackConfig, env: NodeJS.ProcessEnv, name: string): Rfc7591Config {
  const settings = new Settings(stack, env);
  const config = { ...readIdp(stack, name, rfc7591Settings), limits: limits(settings) };
  settings.complain(`The configuration of the identity provider ${name}`);
  return config;
}

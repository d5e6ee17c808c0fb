import { z } from "zod";
import { isSecureUrl } from "../http/address";
import { LONGEST_CLIENT_NAME } from "../lifecycle/drift";
import { OWNER_FORM } from "../mark";

/** Pieces that the shapes of several resources share. Messages complete the sentence «<property> …». */

/** Ids are given as strings or numbers and kept as strings. */
export const id = z
  .union([z.string(), z.number()], { error: "must be an id: a number, or a string of digits" })
  .transform(String)
  .refine((text) => /^[1-9]\d*$/.test(text), "must be an id: a number, or a string of digits");

const requiredString = (what: string) =>
  z.string({ error: (issue) => (issue.input === undefined ? `is required: ${what}` : `must be a string: ${what}`) });

export const text = (what: string) => requiredString(what).trim().min(1, `must not be empty: ${what}`);

/** Of a client at the IdP; where its mark does not fit behind it, the end is cut. */
export const clientName = (what: string) =>
  text(what).max(
    LONGEST_CLIENT_NAME,
    `must have at most ${LONGEST_CLIENT_NAME} characters, which is what Okta takes: ${what}`,
  );

/** A text of which every character counts. */
export const secretText = (what: string) => requiredString(what).min(1, `must not be empty: ${what}`);

export const texts = (what: string) => z.array(text(what), { error: `must be a list of strings: ${what}` });

/** An absolute https URL; http only for loopback. */
export const httpsUrl = (what: string) =>
  text(what).refine((value) => {
    if (!URL.canParse(value)) return false;
    const url = new URL(value);
    return url.username + url.password === "" && isSecureUrl(url);
  }, `must be an absolute https URL without credentials: ${what}`);

/** A path that is joined to a base URL and cannot leave it. */
export const relativePath = (what: string) =>
  text(what)
    .refine(
      (path) => !/^[a-z][a-z0-9+.-]*:|^[/\\]/i.test(path),
      `must be relative, without a scheme, a host or a leading slash: ${what}`,
    )
    .refine((path) => !/(^|[/\\])(\.|%2e){2}([/\\]|$)/i.test(path), "must not contain `..`")
    .refine((path) => /^[^\s\\?#]*$/.test(path), "must hold no white space, `\\`, `?` or `#`");

/** An address or a range of addresses, RFC 4632. */
export const cidr = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
  error: "must be an IP address or a CIDR range such as 10.0.0.0/8",
});

/** Set by the SDK; see `sdk/owner.ts`. */
export const owner = z.string({ error: "is set by the SDK" }).regex(OWNER_FORM, "is set by the SDK");

/** Client metadata of a registration, RFC 7591 section 2. */
const registration = z
  .strictObject(
    {
      grantTypes: z
        .array(z.enum(["client_credentials"], { error: 'must be "client_credentials"' }))
        .min(1, "must not be empty")
        .optional(),
      tokenEndpointAuthMethod: z
        .enum(["client_secret_basic", "client_secret_post"], {
          error: 'must be "client_secret_basic" or "client_secret_post"',
        })
        .optional(),
    },
    { error: "must be an object of client metadata (RFC 7591)" },
  )
  .optional();

/** What `DcrProvider.ref` of the SDK holds. */
export const dcrProviderRef = z.strictObject(
  {
    dcrProviderId: z.string(),
    authenticationMethod: z.enum(["oidc", "introspection"]),
    identityProvider: z.string().optional(),
    requiredClaims: z.array(z.string()).optional(),
    apiKeyClaim: z.string().optional(),
    scopes: z.array(z.string()).optional(),
  },
  { error: "must be a DcrProvider, or the ref of one" },
);

/** A map like the keepers of the random provider: any change of it renews the secret. */
const rotationTriggers = z
  .record(
    z.string(),
    z.union([z.string(), z.number(), z.boolean()], { error: "must be a string, a number or a boolean" }),
    {
      error: "must be an object of strings, numbers or booleans",
    },
  )
  .optional();

/** Whether a renewed secret leaves the one before in force until the next time. */
const overlap = z.boolean({ error: "must be true or false" }).optional();

/** Of what was taken over: whether to renew the secret, which cannot be read. */
const renewSecret = z.boolean({ error: "must be true or false" }).optional();

/** The client to adopt at the IdP. */
export const clientId = text("the client id at the identity provider");

/** What every resource with a credential takes for it. */
export const credentialInputs = { registration, rotationTriggers, overlap, renewSecret, owner };

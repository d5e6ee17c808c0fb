import { z } from "zod";
import type { Properties } from "../../lifecycle/properties";
import { flag, httpsUrl, owner } from "../schema";

/** Client metadata of a registration, RFC 7591 section 2. */
const registration = z
  .strictObject(
    {
      grantTypes: z
        .array(z.enum(["client_credentials"], { error: 'must be "client_credentials"' }))
        .min(1, "must not be empty")
        .optional(),
      tokenEndpointAuthMethod: z
        .enum(["client_secret_basic", "client_secret_post", "private_key_jwt"], {
          error: 'must be "client_secret_basic", "client_secret_post" or "private_key_jwt"',
        })
        .optional(),
      jwks: z
        .strictObject(
          {
            keys: z
              .array(z.looseObject({ kty: z.string("is required: the type of the key") }), {
                error: "must be a list of keys",
              })
              .min(1, "must hold at least one key"),
          },
          { error: "must be a JSON Web Key Set, { keys: […] } (RFC 7517 section 5)" },
        )
        .optional(),
      jwksUri: httpsUrl("the address of the public keys of the client").optional(),
    },
    { error: "must be an object of client metadata (RFC 7591)" },
  )
  .optional();

/** A map like the keepers of the random provider: any change of it renews the secret. */
const rotationTriggers = z
  .record(
    z.string(),
    z.union([z.string(), z.number(), z.boolean()], { error: "must be a string, a number or a boolean" }),
    { error: "must be an object of strings, numbers or booleans" },
  )
  .optional();

/** What every resource with a credential takes for it. */
export const credentialProperties = {
  registration: { schema: registration, compared: "exact", keptAt: ["idp"] },
  rotationTriggers: { schema: rotationTriggers, compared: "exact" },
  overlap: { schema: flag, compared: "exact" },
  renewSecret: { schema: flag, compared: "when asked" },
  renewBeforeExpiryDays: {
    schema: z.number({ error: "must be a number of days" }).positive("must be more than 0").optional(),
    compared: "exact",
  },
  owner: { schema: owner, compared: "at creation", hidden: true },
} as const satisfies Properties;

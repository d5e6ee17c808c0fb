import { z } from "zod";
import type { InputsOf, Properties } from "../lifecycle/properties";
import { dcrProviderRef } from "../stores/dcr-provider";
import { credentialProperties } from "./credential/properties";
import { clientId, flag, httpsUrl, id, text } from "./schema";

export const apiClientProperties = {
  name: { schema: text("the name of the API client"), compared: "exact", keptAt: ["workato", "idp"] },
  description: { schema: text("what the API client is for").optional(), compared: "exact", keptAt: ["workato"] },
  email: { schema: z.email("must be an e-mail address").optional(), compared: "e-mail", keptAt: ["workato"] },
  portalId: { schema: id.optional(), compared: "exact", keptAt: ["workato"] },
  logoUri: { schema: httpsUrl("the address of a logo").optional(), compared: "url", keptAt: ["idp"] },
  apiCollectionIds: {
    schema: z.array(id, { error: "must be a list of ids; it may be empty" }),
    compared: "set",
    keptAt: ["workato"],
  },
  apiPolicyId: { schema: id.optional(), compared: "exact", keptAt: ["workato"] },
  projectId: { schema: id.optional(), compared: "exact", keptAt: ["workato"] },
  dcrProvider: { schema: dcrProviderRef, compared: "exact", keptAt: ["workato"] },
  ...credentialProperties,
  adopt: {
    schema: z.strictObject({ apiClientId: id, clientId }, { error: "must be { apiClientId, clientId }" }).optional(),
    compared: "at creation",
  },
  verify: { schema: flag, compared: "exact" },
} as const satisfies Properties;

export type ApiClientInputs = InputsOf<typeof apiClientProperties>;

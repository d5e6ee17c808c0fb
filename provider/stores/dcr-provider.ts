import { z } from "zod";
import type { AuthenticationMethod } from "../api/workato/assumed";
import type { StoreName } from "../config";
import type { State } from "../lifecycle/state";
import type { SETTINGS } from "../ref";

/** The claim in which the gateway looks for the API key unless told otherwise; the second of its defaults, as `sub` is the IdP's own. */
export const DEFAULT_API_KEY_CLAIM = "workato_sub";

export interface DcrProviderInputs {
  name: string;
  connection?: { id: string } | undefined;
  authenticationMethod: AuthenticationMethod;
  requiredClaims?: string[] | undefined;
  apiKeyClaim?: string | undefined;
  introspection?: { connection: { id: string }; endpointPath: string } | undefined;
  scopes?: string[] | undefined;
  manageClaim?: boolean | undefined;
  identityProvider?: string | undefined;
  introspectionUrl?: string | undefined;
  /** What a ref holds besides the id. */
  refSettings?: object | undefined;
  /** Set by the SDK: something else of the program may make the scopes first, so that no preview can miss them. */
  scopesAwaited?: boolean | undefined;
  adopt?: { dcrProviderId: string } | undefined;
  /** Set by the SDK, see `provider/mark.ts`. */
  owner: string;
}

export interface DcrProviderOutputs {
  dcrProviderId: string;
  issuer: string;
  /** ISO 8601. */
  createdAt: string;
  /** The store that holds the provider. */
  store: StoreName;
  /** Stack store: what the IdP's binder has made for it. */
  claimId: string;
  ownClaimId: string;
  sharedClaimId: string;
  /** What it has made at IdPs that it named before. */
  formerClaims: { identityProvider?: string | undefined; claimId: string }[];
}

export type DcrProviderState = State<DcrProviderInputs, DcrProviderOutputs>;

const ref = {
  dcrProviderId: z.string(),
  authenticationMethod: z.enum(["oidc", "introspection"]),
  identityProvider: z.string().optional(),
  requiredClaims: z.array(z.string()).optional(),
  apiKeyClaim: z.string().optional(),
  scopes: z.array(z.string()).optional(),
} satisfies Record<"dcrProviderId" | (typeof SETTINGS)[number], z.ZodType>;

/** What an API client knows of its DCR provider, as `DcrProvider.ref` of the SDK: its id, and those inputs that are known at every preview. */
export const dcrProviderRef = z.strictObject(ref, {
  error: "must be a DcrProvider, or the ref of one; with the plugin always the ref, such as okta.ref",
});

export type DcrProviderRef = z.output<typeof dcrProviderRef>;

/** The part of a ref that says to which provider something belongs, without what is absent. */
export function bindingParts(ref: DcrProviderRef): DcrProviderRef {
  const parts = (["dcrProviderId", "authenticationMethod", "identityProvider"] as const).filter(
    (key) => ref[key] !== undefined,
  );
  return Object.fromEntries(parts.map((key) => [key, ref[key]])) as unknown as DcrProviderRef;
}

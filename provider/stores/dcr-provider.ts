import type { AuthenticationMethod } from "../api/workato/assumed";
import type { State } from "../lifecycle/state";

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
  /** Stack store: the custom claim that carries the API key; absent where the provider does not manage it. */
  claimId: string;
  /** Stack store: the claim that this provider made, and so repairs and removes; kept when somebody has changed it by hand. */
  ownClaimId: string;
  /** Stack store: the claim that another provider of the program made, and that goes with the last of them. */
  sharedClaimId: string;
}

export type DcrProviderState = State<DcrProviderInputs, DcrProviderOutputs>;

/** What an API client knows of its DCR provider: the id and inputs of it, which are known at every preview. */
export interface DcrProviderRef {
  dcrProviderId: string;
  authenticationMethod: AuthenticationMethod;
  identityProvider?: string | undefined;
  requiredClaims?: string[] | undefined;
  apiKeyClaim?: string | undefined;
  scopes?: string[] | undefined;
}

export type StoreName = "stack" | "workato";

/** The part of a ref that says to which provider something belongs, without what is absent. */
export function bindingParts(ref: DcrProviderRef): DcrProviderRef {
  const parts = (["dcrProviderId", "authenticationMethod"] as const).filter((key) => ref[key] !== undefined);
  return Object.fromEntries(parts.map((key) => [key, ref[key]])) as unknown as DcrProviderRef;
}

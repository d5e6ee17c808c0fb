import type { ServerMetadata } from "../api/discovery";
import type { Marked, Marks } from "../api/marks";
import type { TokenRequest } from "../api/token";
import type { Bag } from "../bag";
import type { ConfigurationError, Problem } from "../errors";
import type { Holders } from "../holders";
import type { Jwks } from "../lifecycle/jwks";
import type { TokenAdvice } from "../lifecycle/token";

/**
 * What stores and resources know of an identity provider: nothing above this folder knows a vendor. An optional member is a capability:
 * where a type of IdP lacks it, previews say what that means (see `resources/capabilities.ts`).
 */
export interface IdentityProvider {
  /** Its name in the configuration. */
  readonly name: string;
  /** The base URL at which clients are registered. It tells whose a registered client is. */
  readonly home: string;
  /** Which of its clients carry an ownership mark; none where nothing lists them. */
  readonly marks: Marks;
  /** The metadata of the issuer, RFC 8414; asked for once per process. */
  metadata(): Promise<ServerMetadata>;
  /** Whether tokens come from this issuer. Nobody is asked where it is the configured one. */
  isIssuer(issuer: string): Promise<boolean>;
  /** Whether the credentials may register clients, as far as a read can tell. @throws ApiError where not */
  probe(): Promise<void>;
  /**
   * Mistakes in the inputs of a DCR provider that depend on the IdP. What is unknown must pass.
   * @param keyInTokens whether tokens are to hold the API key
   */
  providerRules(inputs: Bag, keyInTokens: boolean): Problem[];
  /** The same of whatever is registered as a client. */
  clientRules(inputs: Bag): Problem[];
  /** Whether clients that are registered from now on can get tokens for each of `scopes`. @throws ProviderError that names what is missing */
  requireAccess(scopes: readonly string[]): Promise<void>;
  /** The scopes of the authorization server, for previews; absent where nobody can tell. */
  readonly scopes?: NamedList;
  /**
   * Registers a client. Where the answer got lost, what it has made is found by the mark.
   * @throws ApiError whose outcome is `unknown` where nobody knows whether a client was made
   */
  register(wanted: WantedClient, mark: string): Promise<Issued>;
  /** By what name a user finds a client whose registration got no answer; absent where it is found by the mark. */
  registeredName?(wanted: WantedClient, mark: string): string;
  /** `undefined` when the client is gone. Many reads at a time share one list, where there is one. */
  read(client: RecordedClient): Promise<RegisteredClient | undefined>;
  /**
   * Brings a client to `wanted`, under the mark; whatever else it has stays.
   * @param key what its tokens are to hold already
   * @returns what the answer has given anew; of an error, `reissuedBefore()` tells that
   */
  update(client: RecordedClient, wanted: WantedClient, mark: string, key: TokenKey | undefined): Promise<Reissued>;
  /** Lets a client that was deactivated by hand get tokens again. */
  activate(client: RecordedClient): Promise<void>;
  /** A client that is gone already is deregistered. @param run where it cannot be, a warning says what stays */
  deregister(client: RecordedClient, run: RunContext): Promise<void>;
  /** How secrets are read and renewed; absent where an issued secret is for good. */
  readonly secrets?: Secrets;
  /** How an API key gets into tokens; absent where it is for the user to see to. */
  readonly binder?: Binder;
  readonly tokenAdvice: TokenAdvice;
  /** An access token by the client's own credentials, to see whether they work. */
  fetchToken(request: TokenRequest): Promise<string>;
  /** All clients that carry a mark, read now; absent where nothing lists clients, so that one whose answer was lost is not found. */
  listMarked?(): Promise<(Marked & { name: string })[]>;
}

/** The configured identity providers, each made when it is first asked for: only those who use one need it. */
export interface IdentityProviders {
  /** Those of which the configuration says anything, the default one first; that one alone where it says nothing. */
  readonly names: readonly string[];
  /** What is wrong with the setting that names the others, so that none of them can be used. */
  readonly trouble?: ConfigurationError;
  /** @param name the default one unless given @throws ConfigurationError where it is not configured, or wrongly */
  get(name: string | undefined): IdentityProvider;
  /** The same, and `undefined` where the configuration says nothing of it: what names it may be older than the configuration. */
  find(name: string | undefined): IdentityProvider | undefined;
  /** Those that can be used: of one that is configured wrongly, whoever needs it hears. */
  usable(): IdentityProvider[];
}

/** A client as a state holds it. */
export interface RecordedClient extends Management {
  clientId: string;
  clientSecret?: string | undefined;
  /** Absent where nobody knows which method, or which secret, counts by now. */
  tokenEndpointAuthMethod?: string | undefined;
}

/** How a client is managed where that takes more than its id, RFC 7592 section 3. What an answer gives takes the place of what is recorded. */
export interface Management {
  registrationClientUri?: string | undefined;
  registrationAccessToken?: string | undefined;
}

/** What an answer about a client has given anew. */
export type Reissued = Management & Partial<IssuedSecret>;

/** The secrets of clients, after registration. */
export interface Secrets {
  /** Why two can never be in force at a time; absent where they can, as far as anybody knows before it is tried. */
  readonly noOverlap?: string;
  /**
   * The client's secret: the one that is recorded where that one is in force, and else the newest. `undefined` where the IdP, or the rights of
   * the credentials, do not let it be read.
   */
  read(client: RecordedClient): Promise<IssuedSecret | undefined>;
  /**
   * Issues a new secret. Where the IdP can let several be in force, the one that is recorded stays so.
   * @param overlap whether it has to
   * @throws ProviderError where it has to, and cannot; nothing has changed then
   */
  renew(client: RecordedClient, overlap: boolean): Promise<IssuedSecret & Management>;
  /** Ends all secrets of the client but the one that is to be kept. */
  endOthers(client: RecordedClient, kept: string): Promise<void>;
}

/** What a client is registered with: client metadata, RFC 7591 section 2. */
export interface WantedClient {
  name: string;
  grantTypes: readonly string[];
  tokenEndpointAuthMethod: string;
  /** `null` takes a logo away; `undefined` leaves it. */
  logoUri: string | null | undefined;
  /** Of the method `private_key_jwt`, one of the two. */
  jwks?: Jwks | undefined;
  jwksUri?: string | undefined;
}

/** Whoever hands one over has remembered it as a secret. */
export interface IssuedSecret {
  clientSecret: string;
  /** Seconds since the epoch; 0 means never (RFC 7591 section 3.2.1). */
  clientSecretExpiresAt: number;
}

/** A client that was registered; its secret is absent where it got lost and cannot be read. */
export type Issued = { clientId: string } & Reissued;

/** A client as the IdP holds it. What the IdP does not tell is `undefined`. */
export interface RegisteredClient {
  name: string | undefined;
  mark: string | undefined;
  grantTypes: string[] | undefined;
  tokenEndpointAuthMethod: string | undefined;
  /** `null` where it has none. */
  logoUri: string | null | undefined;
  jwks?: Jwks | undefined;
  jwksUri?: string | undefined;
  /** What reading it has given anew. */
  management?: Management;
  /** Why the IdP tells nothing of a client that is there; all that is above is `undefined` then. A full sentence. */
  unreadable?: string;
  /** Whether it gets tokens. */
  active: boolean;
  /** Whether what no property shows is as it was registered. */
  asRegistered: boolean;
  /** What it is instead, where it cannot become a client of this package. */
  otherKind: string | undefined;
  /** The API key that goes into its tokens. */
  apiKey: string | undefined;
  /** The claim that it goes into, where each client has one of its own. */
  apiKeyClaim?: string | undefined;
}

/** The API key of a client, and the claim of its tokens that is to hold it. */
export interface TokenKey {
  claim: string;
  apiKey: string;
}

/** How API keys get into the tokens of their clients. */
export interface Binder {
  /** Whether each client has a claim of its own, so that another name of it has to be written to each. */
  readonly isPerClient: boolean;
  /** What a user has to see to where a DCR provider does not manage it. */
  readonly byHand: string;
  /** Makes ready what all clients of a DCR provider share. @param mark the id of the provider @param state what it has already */
  prepare(wanted: KeyClaim, mark: string, state: BinderState, run: RunContext): Promise<BinderState>;
  /** What is there of it: without `claimId` where it does not do what is wanted, so that the next apply repairs it. */
  observe(wanted: KeyClaim, state: BinderState): Promise<Pick<BinderState, "claimId">>;
  /** Removes it, unless somebody else needs it. */
  release(mark: string, state: BinderState, run: RunContext): Promise<void>;
  /** What it may have made, for whomever: nothing of it carries a mark. */
  list(): Promise<{ id: string; name: string }[]>;
  /** Completes a client: its name and its mark where they belong, and the key, where there is one, in its tokens. */
  bind(client: RecordedClient, wanted: WantedClient, mark: string, key: TokenKey | undefined): Promise<void>;
}

/** The claim of a token that holds the API key. */
export interface KeyClaim {
  name: string;
  /** In tokens of these scopes. */
  scopes: readonly string[];
}

/** What a binder has made for a DCR provider. */
export interface BinderState {
  /** The claim that carries the API key; absent where the provider does not manage it. */
  claimId?: string | undefined;
  /** The claim that this provider made, and so repairs and removes; kept when somebody has changed it by hand. */
  ownClaimId?: string | undefined;
  /** The claim that another provider of the program made, and that goes with the last of them. */
  sharedClaimId?: string | undefined;
  /** The scopes that it was made for. */
  scopes?: string[] | undefined;
}

/** What a call may need of the run that it is part of. */
export interface RunContext {
  holders: Holders;
  warn(message: string): void;
}

/** What previews look names up in. */
export interface NamedList {
  /** All of it, read anew where what was read before lacks one of `ids`. */
  including(ids: readonly string[]): Promise<{ id: string; name: string }[]>;
}

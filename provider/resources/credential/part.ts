import type { ServerMetadata } from "../../api/discovery";
import type { ApiClientModel } from "../../api/workato/api-clients";
import type { ApiKeyModel } from "../../api/workato/api-keys";
import type { IdentityProvider, RegisteredClient, WantedClient } from "../../idp/identity-provider";
import type { Side } from "../../lifecycle/properties";
import type { Services } from "../../services";
import type { DcrProviderStore } from "../../stores/store";
import type { CredentialInputs, CredentialState, Patch, StateOf } from "./state";

/**
 * One of the things that a credential is made of. Parts stand in the order in which they are made; what needs another stands behind it.
 * Nobody changes a state: a part says what is another by now.
 */
export interface Part<I extends CredentialInputs = CredentialInputs> {
  /** Brings itself to what is wanted, and yields after each step what is so from then on, also should the next one fail. */
  converge(state: StateOf<I>, run: Run<I>): AsyncGenerator<Patch | Patch<I>, void>;
  /** What a refresh finds of it. */
  observe(state: StateOf<I>, seen: Seen, on: On): Patch | Patch<I>;
  /** Removes it, if it is ours; what is gone already is removed. Absent where it goes with another part. */
  remove?(state: CredentialState, on: On): Promise<Patch>;
  /** Whether anything of it carries the mark by now. */
  isMarked?(state: CredentialState, on: On): Promise<boolean>;
}

/** Where a part works. */
export interface On {
  /** The id of the resource. */
  mark: string;
  services: Services;
  /** The one that the DCR provider names; of a refresh or a deletion, the one that has the client. */
  idp: IdentityProvider;
  store: DcrProviderStore;
  /** The claim of tokens that is to hold the API key; absent where they need not hold it, or nobody here puts it there. */
  claim: string | undefined;
}

/** One run from what the state holds to what is wanted. */
export interface Run<I extends CredentialInputs = CredentialInputs> extends On {
  /** What was there before. */
  before: StateOf<I>;
  inputs: I;
  /** The inputs in which the two differ. */
  changed: ReadonlySet<string>;
  /** Whether any of them has to be written at a side. */
  changedAt: Readonly<Record<Side, boolean>>;
  wanted: WantedClient;
  metadata: ServerMetadata;
}

/** What a refresh sees of both sides. */
export interface Seen {
  registered: RegisteredClient | undefined;
  apiClient: ApiClientModel | undefined;
  /** `unchanged`: keys are listed per client, and the client's counts speak for it. */
  keys: readonly ApiKeyModel[] | "unchanged";
}

export const isCreate = ({ before }: Run) => Object.keys(before).length === 0;

/** Whether both sides were as applied when they were last looked at. */
export const wasAsApplied = ({ before }: Run) => before.verifiedAsApplied !== undefined && !before.unconfirmed;

import { ConfigurationError, type Problem, ProviderError } from "../errors";
import type { Shape } from "../lifecycle/check";
import type { FieldTable } from "../lifecycle/diff";
import type { State, Unconfirmed } from "../lifecycle/state";
import type { Services } from "../services";
import type { Adoption } from "./adoption";
import type { Reference } from "./references";

/** A kind of resource, in terms that no engine owns. An adapter drives it. */
export interface Resource<Inputs extends object, Outputs extends object> {
  /** Its class in the SDK. */
  kind: string;
  shape: Shape;
  fields: FieldTable<Inputs>;
  /** Inputs that hold secrets, at any depth. */
  secretInputs: readonly (keyof Inputs & string)[];
  secretOutputs: readonly (keyof Outputs & string)[];
  /** The outputs that identify what the resource has at the vendors; `adopt` names them. */
  ids: readonly (keyof Outputs & string)[];
  /** Outputs that name what the resource made besides: no other one of the program takes it for its own. */
  besides?: readonly (keyof Outputs & string)[];
  /** The outputs besides the ids, as this version writes them; a state may lack any of them. */
  outputs: Shape;
  /** The outputs that `state` should have and lacks: the next apply makes what they stand for. */
  missing(state: State<Inputs, Outputs>): string[];
  /** Properties that can never change after creation, each with what a user has to do instead; `besides` is to be told as well. */
  permanent?: { readonly [Key in keyof Inputs]?: (was: Inputs[Key], wanted: Inputs[Key], besides: string) => string };
  /** Whether a check fails where the IdP is not configured, so that the preview tells it. */
  needsIdentityProvider: boolean;
  /** Mistakes that show only when properties are seen together. What is unknown must pass. */
  rules(inputs: Readonly<Record<string, unknown>>, services: Services): Problem[];
  /** The properties that name something at a vendor, for previews to see whether it is there. */
  references?: readonly Reference[];
  /** Why an update is due though nothing in the program has changed: the configuration is another one than the state was made under. */
  outdated?(state: State<Inputs, Outputs>, services: Services): string | undefined;
  /**
   * Inputs that are made of others. `undefined` is left out.
   * @param checked the inputs as they passed the check
   * @param given the same as the program gives them
   * @param olds the inputs as they are in the state
   */
  derived?(
    checked: Readonly<Record<string, unknown>>,
    given: Readonly<Record<string, unknown>>,
    olds: Readonly<Record<string, unknown>>,
  ): Record<string, unknown>;
  /** Drops what is no concern of the resource under this configuration, so that a change of it is no change of the resource. */
  relevant?(inputs: Record<string, unknown>, services: Services): Record<string, unknown>;
  /** What of the configuration makes it another resource; empty where nothing does. */
  replaceBecause?(state: State<Inputs, Outputs>, services: Services): string[];
  /** What a user should know at every preview and refresh, by the state alone. */
  remark?(state: State<Inputs, Outputs>): string | undefined;
  /** What a user should know before an update; asked at preview, when there is something to update. */
  warnBeforeUpdate?(
    id: string,
    state: State<Inputs, Outputs>,
    inputs: Inputs,
    services: Services,
  ): Promise<string | undefined>;
  /** What `adopt` of the inputs names. @throws ProviderError where it is not there, or belongs to another resource */
  adopt?(inputs: Inputs, services: Services): Promise<Adoption<Inputs, Outputs> | undefined>;
  create(inputs: Inputs, services: Services): Promise<{ id: string; state: State<Inputs, Outputs> }>;
  /** `undefined` when the resource is gone. */
  read(id: string, state: State<Inputs, Outputs>, services: Services): Promise<State<Inputs, Outputs> | undefined>;
  /** Brings what `state` describes to `inputs`, making what is missing. */
  update(
    id: string,
    state: State<Inputs, Outputs>,
    inputs: Inputs,
    services: Services,
  ): Promise<State<Inputs, Outputs>>;
  /** What is gone already is deleted. */
  delete(id: string, state: State<Inputs, Outputs>, services: Services): Promise<void>;
}

/** An operation that failed halfway: what was made is recorded, and the next apply goes on from there. */
export class PartialFailure extends ProviderError {
  constructor(
    readonly id: string,
    readonly state: object,
    override readonly cause: Error,
    besides = "",
  ) {
    super("partial_failure", cause.message, besides);
  }
}

/**
 * An error with what a failed run may have changed. Nobody knows how much of it was carried out, so the state says so: also what a
 * program takes back is written again by the next apply.
 * @param known what the state says so far; `undefined` where there is none, and so nothing to record unless the run has recorded it
 * @param attempted the properties that the run was about
 */
export function unconfirmed(
  error: unknown,
  id: string,
  known: (object & Unconfirmed) | undefined,
  attempted: readonly string[],
): unknown {
  // Without its configuration, nothing was sent.
  if (!(error instanceof Error) || error instanceof ConfigurationError) return error;
  const partial = error instanceof PartialFailure ? error : undefined;
  const state = partial?.state ?? known;
  if (state === undefined) return error;
  const properties = [...new Set([...(known?.unconfirmed ?? []), ...attempted])];
  return new PartialFailure(
    partial?.id ?? id,
    { ...state, unconfirmed: properties },
    partial?.cause ?? error,
    partial?.next,
  );
}

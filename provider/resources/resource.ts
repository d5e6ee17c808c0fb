import type { Bag } from "../bag";
import type { Problem } from "../errors";
import type { IdentityProvider, NamedList } from "../idp/identity-provider";
import type { Shape } from "../lifecycle/check";
import type { Properties } from "../lifecycle/properties";
import type { State } from "../lifecycle/state";
import type { Services } from "../services";

/** What is taken over instead of made, as far as it can be read. */
export interface Adoption<Inputs, Outputs> {
  state: State<Inputs, Outputs>;
  /** What changes that no property shows, a line each. */
  notes?: string[];
}

/** What a preview knows of an update. */
export interface Foreseen {
  changed: readonly string[];
  services: Services;
  /** Absent where it is not known yet. */
  idp: IdentityProvider | undefined;
}

/** A property that names something at a vendor, which must be there before. */
export interface Reference {
  path: readonly [property: string, ...deeper: string[]];
  /** Whether another resource of the program may make it first, although its name is known before. */
  mayBeMade?: true;
  /** What to say of a value that is not there. @param there a list of what is */
  missing(value: string, there: string): string;
  /** The list that has it; `undefined` where nobody can tell before apply. */
  list(inputs: Bag, services: Services): NamedList | undefined;
}

/** A kind of resource, in terms that no engine owns. An adapter drives it. */
export interface Resource<Inputs extends object, Outputs extends object> {
  /** Its class in the SDK. */
  kind: string;
  properties: Properties;
  secretOutputs: readonly (keyof Outputs & string)[];
  /** The outputs that identify what the resource has at the vendors; `adopt` names them. */
  ids: readonly (keyof Outputs & string)[];
  /** Outputs that name what else the resource has made: no other one of the program takes it for its own. */
  sideObjects?: readonly (keyof Outputs & string)[];
  /** The outputs but for the ids, as this version writes them; a state may lack any of them. */
  outputs: Shape;
  /**
   * The oldest version of the package that reads a state of this version without loss; the first one unless given. A version that writes
   * what an older one would leave out names itself here.
   */
  neededVersion?: string;
  /** The outputs that `state` should have and lacks: the next apply makes what they stand for. */
  missing(state: State<Inputs, Outputs>, services: Services): string[];
  /** Properties that can never change after creation, each with what a user has to do instead; `more` is to be told as well. */
  permanent?: { readonly [Key in keyof Inputs]?: (was: Inputs[Key], wanted: Inputs[Key], more: string) => string };
  /**
   * The IdP that the inputs name, and the property that does it; absent where the resource needs none. A check fails where that is not
   * configured, so that the preview tells it.
   */
  identityProvider?(inputs: Bag): { property: string; name: unknown };
  /**
   * Mistakes that show only when properties are seen together. What is unknown must pass.
   * @param idp absent where it is not known yet
   */
  rules(inputs: Bag, services: Services, idp: IdentityProvider | undefined): Problem[];
  /** What a user should know before it is made, or moves to this IdP: what that one cannot do. */
  notices?(inputs: Bag, services: Services, idp: IdentityProvider): string[];
  /** The properties that name something at a vendor, for previews to see whether it is there. */
  references?: readonly Reference[];
  /**
   * Why an update is due that no property shows: such as that the configuration is another one than the state was made under.
   * @param idp the one that the inputs name; absent where it is not known yet
   */
  outdated?(
    state: State<Inputs, Outputs>,
    inputs: Inputs,
    services: Services,
    idp: IdentityProvider | undefined,
  ): Promise<string | undefined>;
  /**
   * Inputs that are made of others. `undefined` is left out.
   * @param checked the inputs as they passed the check
   * @param given the same as the program gives them
   * @param olds the inputs as they are in the state
   */
  derived?(checked: Bag, given: Bag, olds: Bag): Record<string, unknown>;
  /** Drops what is no concern of the resource under this configuration, so that a change of it is no change of the resource. */
  relevant?(inputs: Record<string, unknown>, services: Services): Record<string, unknown>;
  /** Outputs that are made of the id and the inputs, for those who use the resource; a state need not hold them. */
  exposed?(id: string, inputs: Bag): Record<string, unknown>;
  /** The outputs that an update makes anew, besides those that are missing. */
  remade?(state: State<Inputs, Outputs>, inputs: Inputs, seen: Foreseen): Promise<string[]>;
  /** The parts of an id by which something that exists is imported, in their order. */
  importedBy: readonly string[];
  /**
   * What exists, as a refresh would find it, for the next update to take over; nothing changes at the vendors. `undefined` where there is none.
   * @param ids one for each of `importedBy`; `identityProvider` is the name of the one that has the client, unless it is the default one
   * @throws ProviderError where it belongs to another resource
   */
  import(
    ids: Readonly<Record<string, string>>,
    owner: string,
    services: Services,
  ): Promise<{ id: string; state: State<Inputs, Outputs> } | undefined>;
  /** What of the configuration makes it another resource; empty where nothing does. */
  replaceBecause?(state: State<Inputs, Outputs>, services: Services): string[];
  /** What a user should know at every preview and refresh, by the state and what its IdP can do. */
  remark?(state: State<Inputs, Outputs>, idp: IdentityProvider | undefined): string | undefined;
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

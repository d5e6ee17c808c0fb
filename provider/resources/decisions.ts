import { z } from "zod";
import { type Problem, ProviderError } from "../errors";
import { type Holders, objectOf } from "../holders";
import type { IdentityProvider } from "../idp/identity-provider";
import { type Checked, checkProperties, unreadable } from "../lifecycle/check";
import { changedProperties } from "../lifecycle/diff";
import { repairNotice, UNCONFIRMED } from "../lifecycle/loss";
import { defined, type State } from "../lifecycle/state";
import { subjectOf } from "../lifecycle/subject";
import { hasUnknown, UNKNOWN } from "../lifecycle/unknown";
import type { Services } from "../services";
import type { Resource } from "./resource";
import { requireReadable } from "./state-version";

type Bag = Readonly<Record<string, unknown>>;

/**
 * All mistakes in `news`, in one list.
 * @param olds the inputs as they are in the state; empty for a new resource
 * @throws ConfigurationError where the resource needs an IdP, and that is not configured as it should be
 */
export function checkInputs<I extends object, O extends object>(
  resource: Resource<I, O>,
  olds: Bag,
  news: Bag,
  services: Services,
): Checked {
  const given: Record<string, unknown> = { ...news };
  // It was derived at creation; an alias, a rename of the stack or a move must not lose what carries the mark.
  const derived = given.owner;
  if (olds.owner !== undefined) given.owner = olds.owner;
  const { inputs: checked, problems } = checkProperties(resource.properties, given);
  const whole = { ...checked, ...resource.derived?.(checked, given, olds) };
  const inputs = defined(resource.relevant?.(whole, services) ?? whole);
  const named = identityProviderOf(resource, inputs, services);
  // While the name is not known, it can only be the one that there is; a name that is none is judged alone.
  const idp = named.idp ?? (named.problems.length === 0 && resource.identityProvider ? onlyIdp(services) : undefined);
  const rules = [...named.problems, ...resource.rules(inputs, services, idp)];
  // Of a value that can never be, that it cannot change is no news.
  const invalid = problems.map(({ property }) => property);
  const permanent = permanence(resource, olds, inputs, rules).filter(({ property }) => !invalid.includes(property));
  // What speaks against a value that cannot change anyway is told with it.
  const others = rules.filter(({ property }) => !permanent.some((it) => it.property === property));
  return {
    inputs,
    problems: [...problems, ...others, ...permanent, ...shared(resource.kind, inputs, derived, services)],
  };
}

/** The IdP that a resource names, as far as that is known. */
export function identityProviderOf<I extends object, O extends object>(
  { identityProvider }: Pick<Resource<I, O>, "identityProvider">,
  inputs: Bag,
  { identityProviders }: Services,
): { idp?: IdentityProvider; problems: Problem[] } {
  const { property, name = undefined } = identityProvider?.(inputs) ?? { property: undefined };
  const { names } = identityProviders;
  // Of a DCR provider that is not there yet, nothing is known. Where there is one IdP only, it is that.
  if (property !== undefined && name === UNKNOWN && names.length === 1) {
    return { idp: identityProviders.get(names[0]), problems: [] };
  }
  if (property === undefined || name === UNKNOWN || (name !== undefined && typeof name !== "string"))
    return { problems: [] };
  const idp = identityProviders.find(name);
  if (idp) return { idp, problems: [] };
  if (identityProviders.trouble) throw identityProviders.trouble;
  const reason = `names "${name}", and workato-dcr:identityProviders has no such identity provider; those that are configured: ${names.join(", ")}`;
  return { problems: [{ property, reason }] };
}

function onlyIdp({ identityProviders }: Services): IdentityProvider | undefined {
  return identityProviders.names.length === 1 ? identityProviders.usable()[0] : undefined;
}

/** What this resource would share with another one of the program, of which only one can have it. */
function shared(kind: string, inputs: Bag, derived: unknown, { holders }: Services): Problem[] {
  const { owner, adopt } = inputs;
  if (typeof owner !== "string" || typeof derived !== "string") return [];
  const subject = subjectOf(kind, inputs);
  // What is derived now tells resources apart, also where one of them has kept its mark from another name.
  const mark = `mark ${owner}`;
  if (holders.claim(mark, derived, subject)) return adoptedTwice(adopt, owner, subject, holders);
  const reason =
    `is that of another resource of the program, ${holders.subjectOf(mark)}, which had this name before it was renamed and keeps ` +
    "its mark: give this resource another name";
  return [{ property: "owner", reason }, ...adoptedTwice(adopt, owner, subject, holders)];
}

function adoptedTwice(adopt: unknown, owner: string, subject: string, holders: Holders): Problem[] {
  if (adopt === null || typeof adopt !== "object") return [];
  return Object.entries(adopt).flatMap(([key, id]) => {
    if (typeof id !== "string" || id === UNKNOWN || holders.claim(objectOf(key, id), owner, subject)) return [];
    const holder = holders.subjectOf(objectOf(key, id));
    return [
      { property: `adopt.${key}`, reason: `${id} belongs to another resource of the program already: ${holder}` },
    ];
  });
}

/** @throws ProviderError where another resource of the program is about to adopt what `state` has */
export function requireSoleHolder<I extends object, O extends object>(
  resource: Resource<I, O>,
  resourceId: string,
  state: State<I, O>,
  { holders }: Services,
): void {
  const { owner, ...recorded } = state as Bag;
  if (typeof owner !== "string") return;
  const subject = subjectOf(resource.kind, recorded);
  for (const key of resource.sideObjects ?? []) {
    const id = recorded[key];
    if (typeof id === "string") holders.claim(objectOf(key, id), resourceId, subject);
  }
  for (const key of resource.ids) {
    const id = recorded[key];
    if (typeof id !== "string" || holders.claim(objectOf(key, id), owner, subject)) continue;
    throw new ProviderError(
      "already_owned",
      `${key}: another resource of the program, ${holders.subjectOf(objectOf(key, id))}, adopts ${id}, which this resource has already`,
      "Take the adopt out of the other one; or remove this resource from the stack first, with retainOnDelete",
    );
  }
}

function permanence<I extends object, O extends object>(
  resource: Resource<I, O>,
  olds: Bag,
  news: Bag,
  rules: readonly Problem[],
) {
  const table: Record<string, ((was: never, wanted: never, more: string) => string) | undefined> =
    resource.permanent ?? {};
  return Object.entries(table).flatMap(([property, reason]) => {
    const [was, wanted] = [olds[property], news[property]];
    if (!reason || was === undefined || wanted === undefined || was === wanted || hasUnknown(wanted)) return [];
    const more = rules.filter((rule) => rule.property === property).map((rule) => `Besides, ${rule.reason}. `);
    return [{ property, reason: reason(was as never, wanted as never, more.join("")) }];
  });
}

/** Made once: a schema takes far longer to make than to use. */
const TEXT = z.string();
const LIST = z.array(z.string());

/**
 * A function that reads states of the resource. It throws a ProviderError for one that another version of this package has written:
 * `state_newer` where this version would lose part of it, `state_unreadable` where it has a form of its own.
 */
export function stateReader<I extends object, O extends object>({ properties, ids, outputs }: Resource<I, O>) {
  const shape = Object.entries(properties).map(([name, { schema }]) => [name, schema] as const);
  const whole = {
    ...Object.fromEntries(shape),
    ...Object.fromEntries(ids.map((key) => [key, TEXT])),
    ...outputs,
    unconfirmed: LIST,
    neededVersion: TEXT,
  };
  return (recorded: Bag): State<I, O> => {
    requireReadable(recorded);
    const path = unreadable(whole, recorded);
    if (path === undefined) return recorded as State<I, O>;
    throw new ProviderError(
      "state_unreadable",
      `${path}: the state holds it in a form that this version of pulumi-workato-dcr does not know`,
      "Install the version that has written the state, or a newer one",
    );
  };
}

/** What an apply has to do; `undefined` where nothing. */
export interface Due {
  /** The properties in which the program asks for something else. */
  changed: string[];
  /** Why it has something to do, as far as no property shows it. */
  because: string | undefined;
}

export async function updateDue<I extends object, O extends object>(
  resource: Resource<I, O>,
  olds: Bag,
  news: Bag,
  services: Services,
): Promise<Due | undefined> {
  const state = olds as State<I, O>;
  const changed = changedProperties(resource.properties, olds, news);
  const because =
    (await resource.outdated?.(state, news as I, services, identityProviderOf(resource, news, services).idp)) ??
    repairNotice(resource.missing(state, services)) ??
    (state.unconfirmed ? UNCONFIRMED : undefined);
  return changed.length === 0 && because === undefined ? undefined : { changed, because };
}

import { type Checked, checkShape } from "../lifecycle/check";
import { changedFields } from "../lifecycle/diff";
import type { State } from "../lifecycle/state";
import { hasUnknown } from "../lifecycle/unknown";
import type { Services } from "../services";
import type { Resource } from "./resource";

type Properties = Readonly<Record<string, unknown>>;

/**
 * All mistakes in `news`, in one list.
 * @param olds the inputs as they are in the state; empty for a new resource
 * @throws ConfigurationError where the resource needs the IdP, and it is not configured
 */
export function checkInputs<I extends object, O extends object>(
  resource: Resource<I, O>,
  olds: Properties,
  news: Properties,
  services: Services,
): Checked {
  const given: Record<string, unknown> = { ...news };
  delete given.__provider;
  // The mark was derived from the name at creation; an alias or a rename of the resource must not lose what carries it.
  if (olds.ownershipMark !== undefined) given.ownershipMark = olds.ownershipMark;
  const { inputs: all, problems } = checkShape(resource.shape, resource.secretInputs, given);
  const inputs = resource.relevant?.(all, services) ?? all;
  if (resource.needsIdentityProvider) services.identityProvider();
  const permanent = permanence(resource, olds, inputs);
  // Where a property cannot change at all, it is no matter what else speaks against the change.
  const rules = resource
    .rules(inputs, services)
    .filter(({ property }) => !permanent.some((it) => it.property === property));
  return { inputs, problems: [...problems, ...rules, ...permanent] };
}

function permanence<I extends object, O extends object>(resource: Resource<I, O>, olds: Properties, news: Properties) {
  const table: Record<string, ((was: never, wanted: never) => string) | undefined> = resource.permanent ?? {};
  return Object.entries(table).flatMap(([property, reason]) => {
    const [was, wanted] = [olds[property], news[property]];
    if (!reason || was === undefined || wanted === undefined || was === wanted || hasUnknown(wanted)) return [];
    return [{ property, reason: reason(was as never, wanted as never) }];
  });
}

/** Whether an apply has anything to do: a property differs, or something that was made is gone. */
export function needsUpdate<I extends object, O extends object>(
  resource: Resource<I, O>,
  olds: Properties,
  news: Properties,
): boolean {
  return resource.missing(olds as State<I, O>).length > 0 || changedFields(resource.fields, olds, news).length > 0;
}

import type { Bag } from "../bag";
import type { Problem } from "../errors";
import { type Checked, checkProperties } from "../lifecycle/check";
import { defined } from "../lifecycle/state";
import { hasUnknown } from "../lifecycle/unknown";
import type { Services } from "../services";
import { identityProviderOf } from "./named-idp";
import type { Resource } from "./resource";
import { shared } from "./sharing";

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
  const rules = [...named.problems, ...resource.rules(inputs, services, named.idp)];
  // Of a value that can never be, that it cannot change is no news.
  const invalid = problems.map(({ property }) => property);
  const permanent = permanence(resource, olds, inputs, rules).filter(({ property }) => !invalid.includes(property));
  // What speaks against a value that cannot change anyway is told with it.
  const others = rules.filter(({ property }) => !permanent.some((it) => it.property === property));
  return {
    inputs,
    problems: [...problems, ...others, ...permanent, ...shared(resource.kind, inputs, derived, services.holders)],
  };
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

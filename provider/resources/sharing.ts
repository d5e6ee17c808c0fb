import type { Bag } from "../bag";
import { type Problem, ProviderError } from "../errors";
import { type Holders, objectOf } from "../holders";
import type { State } from "../lifecycle/state";
import { subjectOf } from "../lifecycle/subject";
import { UNKNOWN } from "../lifecycle/unknown";
import type { Services } from "../services";
import type { Resource } from "./resource";

/** What this resource would share with another one of the program, of which only one can have it. */
export function shared(kind: string, inputs: Bag, derived: unknown, holders: Holders): Problem[] {
  const { owner, adopt } = inputs;
  if (typeof owner !== "string" || typeof derived !== "string") return [];
  const subject = subjectOf(kind, inputs);
  // What is derived now tells resources apart, also where one of them has kept its mark from another name.
  const mark = `mark ${owner}`;
  if (holders.hold(mark, derived, subject)) return adoptedTwice(adopt, owner, subject, holders);
  const reason =
    `is that of another resource of the program, ${holders.subjectOf(mark)}, which had this name before it was renamed and keeps ` +
    "its mark: give this resource another name";
  return [{ property: "owner", reason }, ...adoptedTwice(adopt, owner, subject, holders)];
}

function adoptedTwice(adopt: unknown, owner: string, subject: string, holders: Holders): Problem[] {
  if (adopt === null || typeof adopt !== "object") return [];
  return Object.entries(adopt).flatMap(([key, id]) => {
    if (typeof id !== "string" || id === UNKNOWN || holders.hold(objectOf(key, id), owner, subject)) return [];
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
    if (typeof id === "string") holders.hold(objectOf(key, id), resourceId, subject);
  }
  for (const key of resource.ids) {
    const id = recorded[key];
    if (typeof id !== "string" || holders.hold(objectOf(key, id), owner, subject)) continue;
    throw new ProviderError(
      "already_owned",
      `${key}: another resource of the program, ${holders.subjectOf(objectOf(key, id))}, adopts ${id}, which this resource has already`,
      "Take the adopt out of the other one; or remove this resource from the stack first, with retainOnDelete",
    );
  }
}

import { ProviderError } from "../errors";
import { changedFields } from "../lifecycle/diff";
import { markOf } from "../lifecycle/mark";
import type { State } from "../lifecycle/state";
import { hasUnknown } from "../lifecycle/unknown";
import type { Services } from "../services";
import type { Resource } from "./resource";

/** What is taken over instead of made, as far as it can be read. */
export interface Adoption<Inputs, Outputs> {
  id: string;
  state: State<Inputs, Outputs>;
}

/**
 * What an adoption would change, a line per property: the engine shows it as a create.
 * @throws ProviderError where there is nothing to adopt, or it belongs to another resource
 */
export async function previewAdoption<Inputs extends object, Outputs extends object>(
  resource: Resource<Inputs, Outputs>,
  inputs: Inputs,
  services: Services,
): Promise<string[]> {
  const adoption = await resource.adopt?.(inputs, services);
  if (!adoption) return [];
  const state = adoption.state as Record<string, unknown>;
  const wanted = inputs as Record<string, unknown>;
  const show = (property: string, value: unknown) =>
    resource.secretInputs.some((secret) => secret === property) ? "[secret]" : JSON.stringify(value ?? null);
  const changes = changedFields(resource.fields, state, wanted)
    .filter((property) => property !== "ownershipMark" && !hasUnknown(wanted[property]))
    .map((property) => `${property}: ${show(property, state[property])} -> ${show(property, wanted[property])}`);
  const kind = Object.entries((inputs as { adopt?: object }).adopt ?? {}).map(([name, id]) => `${name} ${String(id)}`);
  const title = `adopt: ${kind.join(", ")} will be taken over, not created`;
  return changes.length === 0
    ? [`${title}, and nothing of it changes`]
    : [title, ...changes.map((line) => `adopt: ${line}`)];
}

/** @throws ProviderError where `found` is `undefined`, or carries the mark of another resource */
export function requireAdoptable(what: string, found: { carrier: string | undefined } | undefined, mark: string): void {
  if (!found) {
    throw new ProviderError("not_found", `adopt: there is no ${what}`, "Check the id, and that the token may see it");
  }
  const holder = markOf(found.carrier);
  if (holder === undefined || holder === mark) return;
  throw new ProviderError(
    "already_owned",
    `adopt: ${what} belongs to another resource already, whose ownership mark is ${holder}`,
    "Remove it from the other stack first (pulumi state delete, or retainOnDelete)",
  );
}

import { ProviderError } from "../errors";
import { changedProperties } from "../lifecycle/diff";
import { hasUnknown } from "../lifecycle/unknown";
import { ownerIn } from "../mark";
import type { Services } from "../services";
import type { Resource } from "./resource";

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
    resource.properties[property]?.secret ? "[secret]" : JSON.stringify(value ?? null);
  const properties = changedProperties(resource.properties, state, wanted)
    .filter((property) => !hasUnknown(wanted[property]))
    .map((property) => `${property}: ${show(property, state[property])} -> ${show(property, wanted[property])}`);
  const changes = [...properties, ...(adoption.notes ?? [])];
  const kind = Object.entries((inputs as { adopt?: object }).adopt ?? {}).map(([name, id]) => `${name} ${String(id)}`);
  const title = `${kind.join(", ")} will be taken over, not created`;
  const lines = changes.length === 0 ? [`${title}, and nothing of it changes`] : [title, ...changes];
  return lines.map((line) => `adopt: ${line}`);
}

/** @throws ProviderError where `found` is `undefined`, or carries the mark of another resource */
export function requireAdoptable(what: string, found: { mark: string | undefined } | undefined, owner: string): void {
  if (!found) {
    throw new ProviderError("not_found", `adopt: there is no ${what}`, "Check the id, and that the token may see it");
  }
  const holder = found.mark;
  if (holder === undefined || ownerIn(holder) === owner) return;
  throw new ProviderError(
    "already_owned",
    `adopt: ${what} belongs to another resource already, whose ownership mark is ${holder}`,
    "If this is the same resource under a former name, leave out --replace, which knows no former names. If a stack still manages it, " +
      `remove it there first (retainOnDelete: true). Then take ${holder} out of its name, description, external id or profile, and adopt it`,
  );
}

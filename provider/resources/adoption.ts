import type { RegisteredClient } from "../api/registrar";
import { ProviderError } from "../errors";
import { changedFields } from "../lifecycle/diff";
import type { State } from "../lifecycle/state";
import { hasUnknown } from "../lifecycle/unknown";
import { isOf, markIn, ownerIn, withoutMark } from "../mark";
import type { Services } from "../services";
import type { Kept } from "./credential-run";
import type { Resource } from "./resource";

/** What is taken over instead of made, as far as it can be read. */
export interface Adoption<Inputs, Outputs> {
  state: State<Inputs, Outputs>;
  /** What changes besides properties, a line each. */
  besides?: string[];
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
  const properties = changedFields(resource.fields, state, wanted)
    .filter((property) => !hasUnknown(wanted[property]))
    .map((property) => `${property}: ${show(property, state[property])} -> ${show(property, wanted[property])}`);
  const changes = [...properties, ...(adoption.besides ?? [])];
  const kind = Object.entries((inputs as { adopt?: object }).adopt ?? {}).map(([name, id]) => `${name} ${String(id)}`);
  const title = `${kind.join(", ")} will be taken over, not created`;
  const lines = changes.length === 0 ? [`${title}, and nothing of it changes`] : [title, ...changes];
  return lines.map((line) => `adopt: ${line}`);
}

/** @throws ProviderError for an app that cannot become a client of this package, such as one of a web application */
export function requireAdoptableClient(
  clientId: string,
  registered: RegisteredClient | undefined,
  owner: string,
): void {
  const carrier = registered && { carrier: registered.client_name };
  requireAdoptable(`client ${clientId} at the identity provider`, carrier, owner);
  const type = registered?.application_type;
  if (type === undefined || type === "service") return;
  throw new ProviderError(
    "not_a_service_client",
    `adopt: client ${clientId} at the identity provider is of another kind (${type}): only a service client can be adopted`,
    "Check the id; or leave out adopt, and a service client is registered",
  );
}

/** What of a client stays as it is where the program does not name it. */
export function keptMetadata({ logo_uri, grant_types, token_endpoint_auth_method }: RegisteredClient): Kept {
  const registration = { grantTypes: grant_types, tokenEndpointAuthMethod: token_endpoint_auth_method };
  return { logoUri: logo_uri || undefined, registration };
}

/** What a take-over changes of a client at the IdP and no property shows, a line each. */
export function changesAtIdp(
  { client_name, active }: RegisteredClient,
  { name, owner, renewSecret }: { name: string; owner: string; renewSecret?: boolean | undefined },
): string[] {
  return [
    ...(isOf(owner, client_name) && withoutMark(client_name) === name
      ? []
      : [
          `client_name: ${JSON.stringify(client_name ?? null)} -> ${JSON.stringify(name)}, with the ownership mark behind it`,
        ]),
    ...(active ? [] : ['status at the identity provider: "INACTIVE" -> "ACTIVE"']),
    ...(renewSecret === true ? ["client secret: renewed; the one in use is refused as soon as this is applied"] : []),
  ];
}

/** @throws ProviderError where `found` is `undefined`, or carries the mark of another resource */
export function requireAdoptable(
  what: string,
  found: { carrier: string | undefined } | undefined,
  owner: string,
): void {
  if (!found) {
    throw new ProviderError("not_found", `adopt: there is no ${what}`, "Check the id, and that the token may see it");
  }
  const holder = markIn(found.carrier);
  if (holder === undefined || ownerIn(holder) === owner) return;
  throw new ProviderError(
    "already_owned",
    `adopt: ${what} belongs to another resource already, whose ownership mark is ${holder}`,
    "If this is the same resource under a former name, leave out --replace, which knows no former names. If a stack still manages it, " +
      `remove it there first (retainOnDelete: true). Then take "pulumi:${holder}" out of its name, ` +
      "description or external id, and adopt it",
  );
}

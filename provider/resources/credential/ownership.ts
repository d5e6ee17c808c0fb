import type { Marks } from "../../api/marks";
import type { ApiKeyModel } from "../../api/workato/api-keys";
import type { IdentityProvider } from "../../idp/identity-provider";
import { hasMark, markIn, ownerIn } from "../../mark";
import type { Services } from "../../services";
import type { CredentialState } from "./state";

/**
 * Whether an object with the mark `carried` belongs to the resource `mark`: also one that lost its mark by hand, unless it is only
 * being taken over from somebody else, and one that the resource has found of its own and not marked anew yet.
 */
export function isOurs(carried: string | undefined, mark: string, { takingOver }: CredentialState): boolean {
  // Of what the resource itself had made before, the marks are known.
  if (carried === undefined) return takingOver === undefined;
  return carried === mark || (takingOver?.includes(carried) ?? false);
}

/** The key of the resource: the one that its state names, or that no answer has told of. */
export function isOwnKey(mark: string, state: CredentialState) {
  return ({ id, name }: ApiKeyModel) =>
    hasMark(name, mark) || (id === state.apiKeyId && isOurs(markIn(name), mark, state));
}

/** {@link mayDelete} of a client at the IdP. Where nothing lists clients, none was ever found: what a state names, the resource has registered. */
export async function mayDeregister(
  clientId: string,
  idp: IdentityProvider,
  mark: string,
  state: CredentialState,
  services: Services,
): Promise<boolean> {
  if (idp.listMarked === undefined) return true;
  return mayDelete("Client at the identity provider", clientId, idp.marks, mark, state, services);
}

/** Whether a delete may remove an object. Where a later create of the same resource has taken it over, it stays. */
export async function mayDelete(
  what: string,
  id: string,
  marks: Marks,
  mark: string,
  state: CredentialState,
  services: Services,
): Promise<boolean> {
  const carried = await marks.on(id);
  if (isOurs(carried, mark, state)) return true;
  // The create was in this very run, or nobody may know of it.
  if (carried !== undefined && !marks.wrote(id)) {
    const isOwn = ownerIn(carried) === ownerIn(mark);
    const who = isOwn
      ? "a later create of this resource has taken it over, under"
      : "it is another resource's by now, by";
    services.warn(
      `${what} ${id} stays: ${who} the mark ${carried}. If no state holds it, pulumi-workato-dcr orphans lists it for the stack of that mark.`,
    );
  }
  return false;
}

import type { Bag } from "../bag";
import type { Problem } from "../errors";
import type { IdentityProvider } from "../idp/identity-provider";
import { UNKNOWN } from "../lifecycle/unknown";
import type { Services } from "../services";
import type { Resource } from "./resource";

/** The IdP that a resource names, as far as that is known. */
export function identityProviderOf<I extends object, O extends object>(
  { identityProvider }: Pick<Resource<I, O>, "identityProvider">,
  inputs: Bag,
  { identityProviders }: Services,
): { idp?: IdentityProvider; problems: Problem[] } {
  const { property, name = undefined } = identityProvider?.(inputs) ?? { property: undefined };
  const { names } = identityProviders;
  if (property === undefined) return { problems: [] };
  // Of a DCR provider that is not there yet, nothing is known, and a name that is none is judged alone. Where there is one IdP, it is that.
  if (name === UNKNOWN) return { ...(names.length === 1 && { idp: identityProviders.get(names[0]) }), problems: [] };
  if (name !== undefined && !isName(name)) {
    return { ...(names.length === 1 && { idp: identityProviders.usable()[0] }), problems: [] };
  }
  const idp = identityProviders.find(name);
  if (idp) return { idp, problems: [] };
  if (identityProviders.trouble) throw identityProviders.trouble;
  const reason = `names "${name}", and workato-dcr:identityProviders has no such identity provider; those that are configured: ${names.join(", ")}`;
  return { problems: [{ property, reason }] };
}

/** As its schema has it, which tells what is none. */
const isName = (name: unknown): name is string => typeof name === "string" && name.trim() !== "";

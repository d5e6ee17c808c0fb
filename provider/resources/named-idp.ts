import type { Problem } from "../errors";
import type { IdentityProvider } from "../idp/identity-provider";
import { UNKNOWN } from "../lifecycle/unknown";
import type { Services } from "../services";
import type { Resource } from "./resource";

type Bag = Readonly<Record<string, unknown>>;

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

/** While the name is not known, it can only be this one. */
export function onlyIdp({ identityProviders }: Services): IdentityProvider | undefined {
  return identityProviders.names.length === 1 ? identityProviders.usable()[0] : undefined;
}

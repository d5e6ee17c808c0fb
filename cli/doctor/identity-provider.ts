import { fetchKeys } from "../../provider/api/jwks";
import type { IdentityProvider } from "../../provider/idp/identity-provider";
import { type Check, fail, ok, type Verdict } from "./check";
import { SOURCE } from "./configuration";
import type { Context } from "./context";
import { keysVerdict } from "./verdicts/keys";

/** The checks of an identity provider that `workato-dcr:identityProviders` names, of whatever type. */
export function identityProviderChecks(name: string): Check[] {
  const [configuration, discovery] = [`${name} configuration`, `${name} discovery`];
  const of = (
    title: string,
    need: string,
    look: (idp: IdentityProvider, context: Context) => Promise<Verdict>,
  ): Check => ({
    name: title,
    needs: [need],
    look: async (context) => look((await context.identityProviders()).get(name), context),
  });
  return [
    of(configuration, SOURCE, async ({ home }) => ok(home)),
    of(`${name} rights`, configuration, async (idp) => {
      await idp.probe();
      return ok("clients may be registered, as far as that can be told without registering one");
    }),
    of(discovery, configuration, async (idp) => {
      const { issuer, token_endpoint } = await idp.metadata();
      return ok(`${issuer} names itself so, with the token endpoint ${token_endpoint}`);
    }),
    of(`${name} signing keys`, discovery, async (idp, { anonymous }) => {
      const { issuer, jwks_uri: uri } = await idp.metadata();
      if (uri === undefined) return fail(`${issuer} names no jwks_uri`, "The gateway checks tokens by the keys there");
      return keysVerdict(uri, await fetchKeys(anonymous(name, uri), uri));
    }),
  ];
}

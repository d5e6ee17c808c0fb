import type { ClientRepresentation, ProtocolMapper } from "../../api/keycloak/clients";
import type { TokenKey } from "../identity-provider";

/** The names of the mappers that this package makes; a client may have others. */
export const KEY_MAPPER = "workato-dcr-api-key";
const AUDIENCE_MAPPER = "workato-dcr-audience";

/** Where tokens hold it: where the gateway looks, whether it reads the token or asks by introspection. Nobody else is to see a key. */
const IN_ACCESS_TOKENS = {
  "access.token.claim": "true",
  "introspection.token.claim": "true",
  "id.token.claim": "false",
  "userinfo.token.claim": "false",
};

/** How an API key gets into Keycloak's tokens: each client has a mapper of its own, which holds the key and names the claim. */
export function keyMapper({ claim, apiKey }: TokenKey): ProtocolMapper {
  return {
    name: KEY_MAPPER,
    protocol: "openid-connect",
    protocolMapper: "oidc-hardcoded-claim-mapper",
    config: {
      // A dot would make a claim within a claim.
      "claim.name": claim.replaceAll(".", "\\."),
      "claim.value": apiKey,
      "jsonType.label": "String",
      ...IN_ACCESS_TOKENS,
    },
  };
}

/** What names the audience of the tokens. Without one, Keycloak names `account`, its own console, or none. */
export function audienceMapper(audience: string): ProtocolMapper {
  const { "userinfo.token.claim": _, ...config } = IN_ACCESS_TOKENS;
  return {
    name: AUDIENCE_MAPPER,
    protocol: "openid-connect",
    protocolMapper: "oidc-audience-mapper",
    config: { "included.custom.audience": audience, ...config },
  };
}

/** The mappers of a client with ours as they are to be; a PUT takes away those that it does not name. */
export function withMappers(found: readonly ProtocolMapper[], wanted: readonly ProtocolMapper[]): ProtocolMapper[] {
  const others = found.filter(({ name }) => !wanted.some((it) => it.name === name));
  // Under its id, a mapper is changed and not made anew.
  const ours = wanted.map((it) => ({ ...found.find(({ name }) => name === it.name), ...it }));
  return [...others, ...ours];
}

/** Whether a client has a mapper as it is to be; what Keycloak adds of its own does not count. */
export function hasMapper({ protocolMappers = [] }: ClientRepresentation, wanted: ProtocolMapper): boolean {
  const found = protocolMappers.find(({ name }) => name === wanted.name);
  return (
    found?.protocolMapper === wanted.protocolMapper &&
    Object.entries(wanted.config ?? {}).every(([setting, value]) => (found.config?.[setting] ?? "false") === value)
  );
}

/** The key that the tokens of a client hold, and the claim. */
export function keyIn(client: ClientRepresentation): TokenKey | undefined {
  const config = client.protocolMappers?.find(({ name }) => name === KEY_MAPPER)?.config;
  const [name, apiKey] = [config?.["claim.name"], config?.["claim.value"]];
  if (name === undefined || apiKey === undefined) return undefined;
  const key = { claim: name.replaceAll("\\.", "."), apiKey };
  return hasMapper(client, keyMapper(key)) ? key : undefined;
}

import type { ClientChange, ClientRepresentation } from "../../api/keycloak/clients";
import { asMark, ownerIn } from "../../mark";
import type { RegisteredClient, TokenKey, WantedClient } from "../identity-provider";
import { audienceMapper, hasMapper, keyIn, keyMapper, withMappers } from "./key-mapper";

/** Of `name`: a longer one is answered with 500. */
export const LONGEST_NAME = 255;

/** What the client ids of all clients that this package registers begin with, so that a list holds no others. */
export const PREFIX = "pulumi-";

const MARK = "pulumi.mark";
const LOGO = "logoUri";
/** How a client that has a secret sends it. Versions that do not know it take either. */
const SECRET_METHOD = "client.secret.authentication.allowed.method";
const KEYS = { jwks: ["use.jwks.string", "jwks.string"], jwksUri: ["use.jwks.url", "jwks.url"] } as const;

/** Which grants a client has. */
const FLOWS = {
  client_credentials: "serviceAccountsEnabled",
  authorization_code: "standardFlowEnabled",
  implicit: "implicitFlowEnabled",
  password: "directAccessGrantsEnabled",
} as const;

/** The client id is the resource's, so that a create that is repeated meets what it made before: 409, and never a second client. */
export const clientIdOf = (mark: string) => `${PREFIX}${ownerIn(mark)}`;

/** What a client is to be, whoever has it by now. Everything that a PUT merges is named, since versions differ in what they keep. */
export function configured(
  found: ClientRepresentation | undefined,
  wanted: WantedClient,
  mark: string,
  key: TokenKey | undefined,
  audience: string | undefined,
): ClientChange {
  const mappers = [...(key ? [keyMapper(key)] : []), ...(audience === undefined ? [] : [audienceMapper(audience)])];
  const flows = Object.entries(FLOWS).map(([grant, flow]) => [flow, wanted.grantTypes.includes(grant)]);
  return {
    name: wanted.name,
    protocol: "openid-connect",
    publicClient: false,
    bearerOnly: false,
    ...Object.fromEntries(flows),
    clientAuthenticatorType: hasKeys(wanted) ? "client-jwt" : "client-secret",
    attributes: { [MARK]: mark, ...logo(wanted), ...authentication(found, wanted) },
    // An empty list would take away all that the client has.
    ...(mappers.length > 0 && { protocolMappers: withMappers(found?.protocolMappers ?? [], mappers) }),
  };
}

const hasKeys = ({ tokenEndpointAuthMethod }: WantedClient) => tokenEndpointAuthMethod === "private_key_jwt";

/** An attribute that is empty is removed. */
function logo({ logoUri }: WantedClient): Record<string, string> {
  return logoUri === undefined ? {} : { [LOGO]: logoUri ?? "" };
}

function authentication(found: ClientRepresentation | undefined, wanted: WantedClient): Record<string, string> {
  const { jwks, jwksUri, tokenEndpointAuthMethod } = hasKeys(wanted)
    ? { ...wanted, tokenEndpointAuthMethod: "" }
    : { ...wanted, jwks: undefined, jwksUri: undefined };
  const [[useKeys, keys], [useUrl, url]] = [KEYS.jwks, KEYS.jwksUri];
  return {
    [SECRET_METHOD]: takesEither(found, wanted) ? "" : tokenEndpointAuthMethod,
    // Both at a time are refused.
    [useKeys]: jwks === undefined ? "" : "true",
    [keys]: jwks === undefined ? "" : JSON.stringify(jwks),
    [useUrl]: jwksUri === undefined ? "" : "true",
    [url]: jwksUri ?? "",
  };
}

/** One that was made elsewhere and takes its secret in either way goes on so, unless the program says otherwise: consumers may use both. */
function takesEither(found: ClientRepresentation | undefined, { tokenEndpointAuthMethod }: WantedClient): boolean {
  const isOpen = found?.clientAuthenticatorType === "client-secret" && !found.attributes?.[SECRET_METHOD];
  return isOpen && tokenEndpointAuthMethod === "client_secret_basic";
}

/** Whether a write of `change` would change nothing. */
export function isAsWanted(
  found: ClientRepresentation,
  { attributes = {}, protocolMappers = [], ...flat }: ClientChange,
): boolean {
  return (
    Object.entries(flat).every(([property, value]) => found[property as keyof typeof found] === value) &&
    Object.entries(attributes).every(([name, value]) => (found.attributes?.[name] ?? "") === value) &&
    protocolMappers.every((mapper) => hasMapper(found, mapper))
  );
}

/** @param audience what its tokens are to name, where that is configured */
export function registeredClient(client: ClientRepresentation, audience: string | undefined): RegisteredClient {
  const { name, attributes = {}, enabled, publicClient, bearerOnly, clientAuthenticatorType } = client;
  const key = keyIn(client);
  const hasAudience = audience === undefined || hasMapper(client, audienceMapper(audience));
  return {
    name,
    mark: markOf(client),
    grantTypes: Object.entries(FLOWS).flatMap(([grant, flow]) => (client[flow] === true ? [grant] : [])),
    tokenEndpointAuthMethod:
      clientAuthenticatorType === "client-jwt" ? "private_key_jwt" : attributes[SECRET_METHOD] || undefined,
    logoUri: attributes[LOGO] || null,
    ...keysOf(attributes),
    active: enabled !== false,
    asRegistered: !publicClient && !bearerOnly && hasAudience && isAuthenticated(client),
    otherKind: otherKind(client),
    apiKey: key?.apiKey,
    apiKeyClaim: key?.claim,
  };
}

/** Whether it authenticates in a way that this package knows. */
function isAuthenticated({ clientAuthenticatorType }: Pick<ClientRepresentation, "clientAuthenticatorType">): boolean {
  return clientAuthenticatorType === "client-secret" || clientAuthenticatorType === "client-jwt";
}

function keysOf(attributes: Readonly<Record<string, string>>): Pick<RegisteredClient, "jwks" | "jwksUri"> {
  const at = ([use, value]: readonly [string, string]) => (attributes[use] === "true" ? attributes[value] : undefined);
  const jwks = at(KEYS.jwks);
  return { jwks: jwks === undefined ? undefined : parsed(jwks), jwksUri: at(KEYS.jwksUri) };
}

/** What was changed by hand may be no JSON: no keys then. */
function parsed(text: string): NonNullable<RegisteredClient["jwks"]> {
  try {
    const { keys } = JSON.parse(text);
    return { keys: Array.isArray(keys) ? keys : [] };
  } catch {
    return { keys: [] };
  }
}

/** What a client is instead of one of services, so that to take it over would break it. */
function otherKind({
  protocol,
  publicClient,
  bearerOnly,
  standardFlowEnabled,
  implicitFlowEnabled,
  clientAuthenticatorType = "client-secret",
}: ClientRepresentation) {
  if (protocol !== undefined && protocol !== "openid-connect") return protocol;
  if (publicClient) return "a public client";
  if (bearerOnly) return "bearer-only";
  if (!isAuthenticated({ clientAuthenticatorType })) return `a client that authenticates by ${clientAuthenticatorType}`;
  return standardFlowEnabled || implicitFlowEnabled ? "a client that users log in to" : undefined;
}

export const markOf = ({ attributes }: ClientRepresentation) => asMark(attributes?.[MARK]);

/** A copy that somebody has made of a client under another client id is not ours, whatever it carries. */
export function marked(client: ClientRepresentation) {
  const mark = markOf(client);
  return mark === undefined || client.clientId !== clientIdOf(mark)
    ? []
    : [{ id: client.clientId, mark, name: client.name ?? client.clientId }];
}

import { randomUUID } from "node:crypto";
import { z } from "zod";
import { randomText } from "../secrets";
import { invalidInput, KeycloakError, taken, unknownError } from "./errors";
import type { KeycloakClient, ProtocolMapper, RealmSettings } from "./model";

const mapper = z.strictObject({
  id: z.string().optional(),
  name: z.string(),
  protocol: z.string(),
  protocolMapper: z.string(),
  consentRequired: z.boolean().optional(),
  config: z.record(z.string(), z.string()).default({}),
});

/** What a POST or a PUT may hold; what it leaves out, a PUT leaves as it is. */
const representation = z.strictObject({
  id: z.string().optional(),
  clientId: z.string().optional(),
  name: z.string().optional(),
  enabled: z.boolean().optional(),
  clientAuthenticatorType: z.string().optional(),
  secret: z.string().optional(),
  bearerOnly: z.boolean().optional(),
  publicClient: z.boolean().optional(),
  standardFlowEnabled: z.boolean().optional(),
  implicitFlowEnabled: z.boolean().optional(),
  directAccessGrantsEnabled: z.boolean().optional(),
  serviceAccountsEnabled: z.boolean().optional(),
  protocol: z.string().optional(),
  attributes: z.record(z.string(), z.string().nullable()).optional(),
  protocolMappers: z.array(mapper).optional(),
});

type Representation = z.output<typeof representation>;

/** Of a column of the database. */
const LONGEST = 255;

export function readRepresentation(body: unknown): Representation {
  const { data, error } = representation.safeParse(body ?? {});
  if (data === undefined) {
    const [issue] = error.issues;
    const field = issue?.code === "unrecognized_keys" ? issue.keys[0] : issue?.path.join(".");
    throw new KeycloakError(400, {
      error: `Invalid json representation for ClientRepresentation. Unrecognized field "${field}" at line 1 column 1.`,
    });
  }
  if ([data.clientId, data.name].some((text) => text !== undefined && text.length > LONGEST)) throw unknownError();
  return data;
}

export function newClient(
  wanted: Representation,
  clients: Iterable<KeycloakClient>,
  realm: RealmSettings,
): KeycloakClient {
  const id = randomUUID();
  const { clientId = id } = wanted;
  if ([...clients].some((other) => other.clientId === clientId)) throw taken(clientId);
  const client: KeycloakClient = {
    id,
    clientId,
    name: undefined,
    enabled: true,
    clientAuthenticatorType: "client-secret",
    bearerOnly: false,
    publicClient: false,
    standardFlowEnabled: true,
    implicitFlowEnabled: false,
    directAccessGrantsEnabled: false,
    serviceAccountsEnabled: false,
    protocol: "openid-connect",
    attributes: { realm_client: "false" },
    protocolMappers: [],
  };
  const { secret, ...rest } = wanted;
  change(client, rest);
  if (!client.publicClient) giveSecret(client, realm, secret);
  return client;
}

/** As a PUT: what is left out stays, but for mappers, of which those stay that are named. */
export function change(client: KeycloakClient, wanted: Representation): void {
  const { id: _, attributes, protocolMappers, ...flat } = wanted;
  const held = { ...client.attributes, ...attributes };
  if (held["use.jwks.url"] === "true" && held["use.jwks.string"] === "true") {
    throw invalidInput('The "Use JWKS" switch and the switch "Use JWKS URL" cannot be ON at the same time.');
  }
  Object.assign(client, flat);
  client.attributes = sorted(Object.entries(held).filter((it): it is [string, string] => Boolean(it[1])));
  if (protocolMappers) client.protocolMappers = protocolMappers.map((it) => asHeld(it, client.protocolMappers));
}

/** A mapper is the one that has its name. */
function asHeld(wanted: z.output<typeof mapper>, held: readonly ProtocolMapper[]): ProtocolMapper {
  const { name, protocol, protocolMapper, config } = wanted;
  const { id = randomUUID(), consentRequired = false } = held.find((it) => it.name === name) ?? {};
  return { id, name, protocol, protocolMapper, consentRequired, config: sorted(Object.entries(config)) };
}

/** It shows them in an order of its own, whoever sent them in which. */
const sorted = (entries: [string, string][]) => Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));

const EXPIRY_SECONDS = 3600;
const ROTATED_SECONDS = 1800;

/** Gives a client another secret. Where the realm rotates them, the one before stays in force for a while. */
export function giveSecret(client: KeycloakClient, { rotatesSecrets }: RealmSettings, secret = randomText(86)): void {
  const now = Math.floor(Date.now() / 1000);
  const { attributes, secret: before } = client;
  if (rotatesSecrets && before !== undefined) {
    attributes["client.secret.rotated"] = before;
    attributes["client.secret.rotated.creation.time"] = attributes["client.secret.creation.time"] ?? `${now}`;
    attributes["client.secret.rotated.expiration.time"] = `${now + ROTATED_SECONDS}`;
  }
  client.secret = secret;
  attributes["client.secret.creation.time"] = `${now}`;
  if (rotatesSecrets) attributes["client.secret.expiration.time"] = `${now + EXPIRY_SECONDS}`;
}

export function endRotatedSecret({ attributes }: KeycloakClient): void {
  for (const name of Object.keys(attributes)) if (name.startsWith("client.secret.rotated")) delete attributes[name];
}

/** Whether the secret is in force. */
export function acceptsSecret({ secret, attributes }: KeycloakClient, presented: string): boolean {
  const now = Date.now() / 1000;
  const inForce = (until: string | undefined) => until === undefined || Number(until) > now;
  const isCurrent = presented === secret && inForce(attributes["client.secret.expiration.time"]);
  const isRotated =
    presented === attributes["client.secret.rotated"] && inForce(attributes["client.secret.rotated.expiration.time"]);
  return isCurrent || isRotated;
}

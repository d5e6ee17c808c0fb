import { z } from "zod";
import { createOnce } from "../api/create-once";
import { connectionInput } from "../api/workato/connection-input";
import type { Connection, ConnectionBody } from "../api/workato/connections";
import { ApiError } from "../http/errors";
import { changedProperties } from "../lifecycle/diff";
import type { InputsOf, Properties } from "../lifecycle/properties";
import { managed, mayHold, type State } from "../lifecycle/state";
import { hasMark, isOf, isOthers, markAlone, markIn, newMark } from "../mark";
import type { Services } from "../services";
import { requireAdoptable } from "./adoption";
import { PartialFailure } from "./failure";
import type { Resource } from "./resource";
import { httpsUrl, id, owner, secretText, text } from "./schema";

/** Workato keeps them as a text with an entry a line. */
const ONE_LINE =
  "must hold no line break: Workato keeps one entry a line (what is read from a file often ends with one)";

/** @param names what a name may be: neither a line break nor what Workato tells it from its value by */
const pairs = (what: string, names: RegExp) =>
  z
    .record(z.string(), secretText(what).regex(/^[^\r\n]*$/, ONE_LINE), {
      error: `must be an object of strings: ${what}`,
    })
    .refine((value) => Object.keys(value).length > 0, `must name at least one: ${what}`)
    // Not at the name itself, which may be a secret in the wrong place.
    .refine((value) => Object.keys(value).every((name) => names.test(name)), `has a name that cannot be one: ${what}`);

/** A token, RFC 9110 section 5.6.2. */
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const PARAMETER_NAME = /^[^=\s]+$/;

const auth = z.discriminatedUnion(
  "type",
  [
    z.strictObject({ type: z.literal("none") }),
    z.strictObject({ type: z.literal("basic"), username: text("the user name"), password: secretText("the password") }),
    z.strictObject({ type: z.literal("header"), headers: pairs("header names with their values", HEADER_NAME) }),
    z.strictObject({ type: z.literal("query"), params: pairs("query parameters with their values", PARAMETER_NAME) }),
    z.strictObject({
      type: z.literal("oauth2ClientCredentials"),
      tokenUrl: httpsUrl("the token endpoint"),
      clientId: text("the client id"),
      clientSecret: secretText("the client secret"),
      credentialsIn: z.enum(["basic", "body"], { error: 'must be "basic" or "body"' }).optional(),
    }),
  ],
  { error: "must have a type: none, basic, header, query or oauth2ClientCredentials" },
);

const tls = z
  .strictObject(
    {
      clientCertificate: secretText("a certificate in PEM form").optional(),
      clientKey: secretText("a private key in PEM form").optional(),
      caCertificate: secretText("a certificate in PEM form").optional(),
    },
    { error: "must be an object with clientCertificate, clientKey or caCertificate" },
  )
  .optional();

const properties = {
  name: { schema: text("the name of the connection in Workato"), compared: "exact" },
  baseUrl: { schema: httpsUrl("the base URL of the IdP"), compared: "exact" },
  auth: { schema: auth, compared: "exact", secret: true },
  tls: { schema: tls, compared: "exact", secret: true },
  folderId: { schema: id.optional(), compared: "exact" },
  adopt: {
    schema: z.strictObject({ connectionId: id }, { error: "must be { connectionId }" }).optional(),
    compared: "at creation",
  },
  owner: { schema: owner, compared: "at creation", hidden: true },
} as const satisfies Properties;

export type HttpConnectionInputs = InputsOf<typeof properties>;

interface HttpConnectionOutputs {
  connectionId: string;
  /** What its external id carries. */
  ownershipMark: string;
  /** `success`, `failed` or `exception`. */
  authorizationStatus: string;
  /** Set by a refresh that found the connection authorised no more: the next apply sends the credentials again. */
  authorizationLost?: true;
  /** Set by a refresh that found another ownership mark, or none: the next apply puts it back. */
  markLost?: true;
}

/** What Workato keeps as the connection's `input`; sent whole when any of it changes, and not at all otherwise. */
const WRITE_ONLY: readonly string[] = ["baseUrl", "auth", "tls"];

type ConnectionState = State<HttpConnectionInputs, HttpConnectionOutputs>;

export const httpConnection: Resource<HttpConnectionInputs, HttpConnectionOutputs> = {
  kind: "HttpConnection",
  properties,
  secretOutputs: [],
  ids: ["connectionId"],
  outputs: {
    ownershipMark: z.string(),
    authorizationStatus: z.string(),
    authorizationLost: z.boolean(),
    markLost: z.boolean(),
  },
  rules: () => [],
  missing: (state) => [
    ...(state.authorizationLost ? ["authorizationStatus"] : []),
    ...(state.markLost ? ["ownershipMark"] : []),
  ],

  async adopt({ adopt, ...inputs }, services) {
    if (!adopt) return undefined;
    const found = await services.connections.find(adopt.connectionId);
    const http = found?.provider === "rest" ? { mark: markIn(found.externalId) } : undefined;
    requireAdoptable(`HTTP connection ${adopt.connectionId}`, http, inputs.owner);
    // Credentials cannot be read, so they are written.
    const state = { name: found?.name, folderId: inputs.folderId && found?.folderId, connectionId: found?.id };
    const besides = found?.externalId && `external_id: "${found.externalId}" -> the ownership mark`;
    return { state, notes: besides ? [besides] : [] };
  },

  remade: async (_state, _inputs, { changed }) =>
    changed.some((name) => WRITE_ONLY.includes(name)) ? ["authorizationStatus"] : [],
  importedBy: ["connectionId"],

  async import({ connectionId = "" }, owner, services) {
    const found = await services.connections.find(connectionId);
    if (found?.provider !== "rest") return undefined;
    requireAdoptable(`HTTP connection ${connectionId}`, { mark: markIn(found.externalId) }, owner);
    const { name, folderId, authorizationStatus } = found;
    return { id: connectionId, state: { name, folderId, connectionId, authorizationStatus, markLost: true, owner } };
  },

  async create(inputs, services) {
    await httpConnection.adopt?.(inputs, services);
    const ownershipMark = newMark(inputs.owner);
    const body = { ...settings(inputs), external_id: markAlone(ownershipMark), input: connectionInput(inputs) };
    // Also the living one of a resource that is being replaced.
    const ofOwner = inputs.adopt
      ? []
      : (await services.connections.list()).filter(({ externalId }) => isOf(inputs.owner, externalId));
    const [leftOver, ...others] = ofOwner;
    if (leftOver) services.warn(takenOver(leftOver));
    const made = async () =>
      (await services.connections.list()).find(({ externalId }) => hasMark(externalId, ownershipMark));
    const id = inputs.adopt?.connectionId ?? leftOver?.id;
    const connection = id
      ? await services.connections.update(id, body).catch((error: unknown) => {
          // It may carry the new mark by now, which only this state knows.
          const isLost = leftOver !== undefined && error instanceof ApiError && error.outcome === "unknown";
          throw isLost
            ? new PartialFailure(leftOver.id, { ...inputs, connectionId: leftOver.id, ownershipMark }, error)
            : error;
        })
      : (await createOnce(() => services.connections.create(body), made)).object;
    for (const other of others) {
      services.warn(
        `A further connection of this very resource, ${other.id} ("${other.name}"), is left: delete it in Workato.`,
      );
    }
    return { id: connection.id, state: applied({ ...inputs, ownershipMark }, connection, services) };
  },

  async read(connectionId, state, services) {
    const connection = await services.connections.find(connectionId);
    if (!connection) return undefined;
    const { authorizationStatus } = connection;
    // One that never was authorised is for its credentials to mend, and was warned of when they were sent.
    const had = state.authorizationStatus === "success" || state.authorizationLost;
    return {
      ...state,
      name: connection.name,
      folderId: managed(state, "folderId", connection.folderId),
      authorizationStatus,
      authorizationLost: had && authorizationStatus !== "success" ? true : undefined,
      markLost: lacksMark(connection, state) ? true : undefined,
    };
  },

  async update(connectionId, state, inputs, services) {
    const changed = changedProperties(properties, state, inputs);
    const { ownershipMark = newMark(inputs.owner) } = state;
    const body: Partial<ConnectionBody> = { ...settings(inputs), external_id: markAlone(ownershipMark) };
    if (inputs.folderId === undefined && mayHold(state, "folderId")) body.folder_id = null;
    const credentials =
      state.unconfirmed || state.authorizationLost || changed.some((name) => WRITE_ONLY.includes(name));
    if (credentials) body.input = connectionInput(inputs);
    return applied({ ...inputs, ownershipMark }, await services.connections.update(connectionId, body), services);
  },

  async delete(connectionId, { ownershipMark }, services) {
    const found = await services.connections.find(connectionId);
    // A later create has taken it over, or, in another workspace, the id is somebody else's.
    if (found && ((ownershipMark && isOthers(found.externalId, ownershipMark)) || found.provider !== "rest")) return;
    await services.connections.delete(connectionId);
  },
};

/** One that was imported has none before its first update. */
function lacksMark({ externalId }: Connection, { ownershipMark, markLost }: ConnectionState): boolean {
  return ownershipMark === undefined ? markLost === true : !hasMark(externalId, ownershipMark);
}

const takenOver = ({ id, name }: Connection) =>
  `Connection ${id} ("${name}") at Workato, which an earlier run of this resource had made, is taken over under a new ownership mark.`;

function settings(inputs: HttpConnectionInputs) {
  return { name: inputs.name, ...(inputs.folderId !== undefined && { folder_id: Number(inputs.folderId) }) };
}

function applied(
  inputs: HttpConnectionInputs & { ownershipMark: string },
  connection: Connection,
  services: Services,
): ConnectionState {
  const { authorizationStatus, authorizationError } = connection;
  if (authorizationStatus !== undefined && authorizationStatus !== "success") {
    services.warn(
      `Workato could not authorise the connection (${authorizationStatus}): ` +
        `${authorizationError ?? "Workato gives no reason"}. Check baseUrl and auth; DCR providers refuse it until it is authorised.`,
    );
  }
  return { ...inputs, connectionId: connection.id, authorizationStatus };
}

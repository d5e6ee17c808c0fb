import { z } from "zod";
import { createOnce } from "../api/create-once";
import { connectionInput } from "../api/workato/connection-input";
import type { Connection, ConnectionBody } from "../api/workato/connections";
import { changedFields, type FieldTable } from "../lifecycle/diff";
import { managed, type State } from "../lifecycle/state";
import type { Services } from "../services";
import { requireAdoptable } from "./adoption";
import type { Resource } from "./resource";
import { httpsUrl, id, ownershipMark, secretText, text } from "./schema";

const pairs = (what: string) =>
  z
    .record(z.string(), secretText(what), { error: `must be an object of strings: ${what}` })
    .refine((value) => Object.keys(value).length > 0, `must name at least one: ${what}`);

const auth = z.discriminatedUnion(
  "type",
  [
    z.strictObject({ type: z.literal("none") }),
    z.strictObject({ type: z.literal("basic"), username: text("the user name"), password: secretText("the password") }),
    z.strictObject({ type: z.literal("header"), headers: pairs("header names with their values") }),
    z.strictObject({ type: z.literal("query"), params: pairs("query parameters with their values") }),
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

const shape = {
  name: text("the name of the connection in Workato"),
  baseUrl: httpsUrl("the base URL of the IdP"),
  auth,
  tls,
  folderId: id.optional(),
  adopt: z.strictObject({ connectionId: id }, { error: "must be { connectionId }" }).optional(),
  ownershipMark,
};

export type HttpConnectionInputs = z.output<z.ZodObject<typeof shape>>;

interface HttpConnectionOutputs {
  connectionId: string;
  /** `success`, `failed` or `exception`. */
  authorizationStatus: string;
  /** Set by a refresh that found the connection authorised no more: the next apply sends the credentials again. */
  authorizationLost?: true;
  /** Set by a refresh that found another ownership mark, or none: the next apply puts it back. */
  markLost?: true;
}

const fields: FieldTable<HttpConnectionInputs> = {
  name: "exact",
  baseUrl: "exact",
  auth: "exact",
  tls: "exact",
  folderId: "exact",
  adopt: "at creation",
  ownershipMark: "exact",
};

/** What Workato keeps as the connection's `input`; sent whole when any of it changes, and not at all otherwise. */
const WRITE_ONLY: readonly string[] = ["baseUrl", "auth", "tls"];

type ConnectionState = State<HttpConnectionInputs, HttpConnectionOutputs>;

export const httpConnection: Resource<HttpConnectionInputs, HttpConnectionOutputs> = {
  shape,
  fields,
  secretInputs: ["auth", "tls"],
  secretOutputs: [],
  ids: ["connectionId"],
  outputs: { authorizationStatus: z.string(), authorizationLost: z.boolean(), markLost: z.boolean() },
  needsIdentityProvider: false,
  rules: () => [],
  missing: (state) => [
    ...(state.authorizationLost ? ["authorizationStatus"] : []),
    ...(state.markLost ? ["ownershipMark"] : []),
  ],

  async adopt({ adopt, ...inputs }, services) {
    if (!adopt) return undefined;
    const found = await services.connections.find(adopt.connectionId);
    const http = found?.provider === "rest" ? { carrier: found.externalId } : undefined;
    requireAdoptable(`HTTP connection ${adopt.connectionId}`, http, inputs.ownershipMark);
    // Credentials cannot be read, so they are written.
    const state = { name: found?.name, folderId: inputs.folderId && found?.folderId, connectionId: found?.id };
    const besides = found?.externalId && `external_id: "${found.externalId}" -> "${carrierOf(inputs.ownershipMark)}"`;
    return { id: adopt.connectionId, state, besides: besides ? [besides] : [] };
  },

  async create(inputs, services) {
    const adoption = await httpConnection.adopt?.(inputs, services);
    const external_id = carrierOf(inputs.ownershipMark);
    const body = { ...settings(inputs), external_id, input: connectionInput(inputs) };
    const own = async () => (await services.connections.list()).find((it) => it.externalId === external_id);
    const left = adoption?.id ?? (await own())?.id;
    const connection = left
      ? await services.connections.update(left, body)
      : (await createOnce(() => services.connections.create(body), own)).object;
    return { id: connection.id, state: applied(inputs, connection, services) };
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
      markLost: state.ownershipMark && connection.externalId !== carrierOf(state.ownershipMark) ? true : undefined,
    };
  },

  async update(connectionId, state, inputs, services) {
    const changed = changedFields(fields, state, inputs);
    const body: Partial<ConnectionBody> = { ...settings(inputs), external_id: carrierOf(inputs.ownershipMark) };
    if (state.folderId !== undefined && inputs.folderId === undefined) body.folder_id = null;
    const credentials = state.authorizationLost || changed.some((field) => WRITE_ONLY.includes(field));
    if (credentials) body.input = connectionInput(inputs);
    return applied(inputs, await services.connections.update(connectionId, body), services);
  },

  async delete(connectionId, _state, services) {
    await services.connections.delete(connectionId);
  },
};

/** The mark alone, since the field is free to set. */
const carrierOf = (mark: string) => `pulumi:${mark}`;

function settings(inputs: HttpConnectionInputs) {
  return { name: inputs.name, ...(inputs.folderId !== undefined && { folder_id: Number(inputs.folderId) }) };
}

function applied(inputs: HttpConnectionInputs, connection: Connection, services: Services): ConnectionState {
  const { authorizationStatus, authorizationError } = connection;
  if (authorizationStatus !== undefined && authorizationStatus !== "success") {
    services.warn(
      `Workato could not authorise the connection "${inputs.name}" (${authorizationStatus}): ` +
        `${authorizationError ?? "Workato gives no reason"}. Check baseUrl and auth; DCR providers refuse it until it is authorised.`,
    );
  }
  return { ...inputs, connectionId: connection.id, authorizationStatus };
}

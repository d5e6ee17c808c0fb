import { z } from "zod";
import type { KeycloakClient } from "./keycloak/model";
import type { Claim, ClientMetadata } from "./okta/model";
import type { ApiClient, ApiKey, Connection, DcrProvider } from "./workato/model";

/** What the control endpoints under `/_sandbox` take and give: shared by the server and `client.ts`. */

const sideSchema = z.enum(["workato", "okta", "keycloak"]);

const faultSchema = z.discriminatedUnion("kind", [
  /** Nothing is done; the answer is this one. */
  z.strictObject({
    kind: z.literal("status"),
    status: z.int().min(200).max(599),
    headers: z.record(z.string(), z.string()).optional(),
    body: z.unknown().optional(),
  }),
  /** Nothing is done; the connection is cut. */
  z.strictObject({ kind: z.literal("reset-before") }),
  /** The request is done in full; then the connection is cut. */
  z.strictObject({ kind: z.literal("reset-after") }),
  z.strictObject({ kind: z.literal("delay"), ms: z.int().nonnegative() }),
  /** The request is done in full; the answer is broken JSON. */
  z.strictObject({ kind: z.literal("malformed") }),
  /** Nothing is done, and no answer comes. */
  z.strictObject({ kind: z.literal("hang") }),
  /** The request is done in full; in its answer, if that is a JSON object, members are missing or other ones. */
  z.strictObject({
    kind: z.literal("rewrite"),
    remove: z.array(z.string()).default([]),
    set: z.record(z.string(), z.unknown()).default({}),
  }),
  /** The request is done in full; from then on `side` refuses connections, for that long or until faults are disarmed. */
  z.strictObject({ kind: z.literal("refuse"), side: sideSchema, ms: z.int().positive() }),
]);

const pattern = z.string().refine((source) => {
  try {
    new RegExp(source);
    return true;
  } catch {
    return false;
  }
}, "is not a regular expression");

export const faultRuleSchema = z.strictObject({
  side: sideSchema.optional(),
  method: z
    .string()
    .transform((method) => method.toUpperCase())
    .optional(),
  /** Regular expression, held against the path without its query. */
  path: pattern.optional(),
  /** How many matching requests pass first. */
  after: z.int().nonnegative().default(0),
  /** How many matching requests are then hit. */
  times: z.int().positive().default(1),
  fault: faultSchema,
});

export const limitsSchema = z.strictObject({
  workatoPerMinute: z.int().positive().optional(),
  /** For each of Okta's buckets. */
  oktaPerMinute: z.int().positive().optional(),
  /** How many requests Okta works on at a time. */
  oktaConcurrent: z.int().positive().optional(),
  /** 60 makes a minute last a second. */
  timeScale: z.number().positive().optional(),
});

/** Of the Okta org. */
export const orgSchema = z.strictObject({
  /** `false`: the feature is turned off. */
  clientSecrets: z.boolean().optional(),
  clientPutKeepsProfile: z.boolean().optional(),
});

/** Of the realm at Keycloak. */
export const realmSchema = z.strictObject({
  rotatesSecrets: z.boolean().optional(),
  /** `false`: the service account may see clients only. */
  manageClients: z.boolean().optional(),
  /** `false`: the service account may ask for clients, and is shown none. */
  viewClients: z.boolean().optional(),
});

const driftKind = z.discriminatedUnion("side", [
  z.object({ side: z.literal("workato"), kind: z.enum(["connection", "dcrProvider", "apiClient", "apiKey"]) }),
  z.object({ side: z.literal("okta"), kind: z.enum(["oauthClient", "app", "claim"]) }),
  /** By its client id; of its attributes, those are changed that are named. */
  z.object({ side: z.literal("keycloak"), kind: z.literal("keycloakClient") }),
]);
/** The newest of its kind unless given. */
const driftId = z.union([z.string(), z.int()]).optional();
const driftOp = z.discriminatedUnion("op", [
  z.object({ op: z.literal("delete"), id: driftId }),
  z.object({ op: z.literal("patch"), id: driftId, patch: z.record(z.string(), z.unknown()) }),
]);
export const driftSchema = driftKind.and(driftOp);

export const tokenRequestSchema = z.strictObject({
  clientId: z.string(),
  omit: z.array(z.string()).default([]),
  set: z.record(z.string(), z.unknown()).default({}),
  /** Seconds; a negative number makes a token that has expired. */
  expiresIn: z.int().default(3600),
  /** Signed by a key that the identity provider does not publish. */
  foreign: z.boolean().default(false),
});

/** What the store holds, by the names of its maps, each as its entries in the order of their creation. */
export const storeSchema = z.strictObject({
  lastId: z.int(),
  maps: z.record(z.string(), z.array(z.tuple([z.union([z.string(), z.int()]), z.unknown()]))),
});

export type StoreDump = z.infer<typeof storeSchema>;
export type Side = z.infer<typeof sideSchema>;
export type Fault = z.infer<typeof faultSchema>;
export type FaultRule = z.input<typeof faultRuleSchema>;
export type ArmedFault = z.output<typeof faultRuleSchema>;
export type Limits = z.infer<typeof limitsSchema>;
export type Org = z.infer<typeof orgSchema>;
export type RealmChange = z.infer<typeof realmSchema>;
export type Drift = z.infer<typeof driftSchema>;
export type TokenRequest = z.input<typeof tokenRequestSchema>;

/** The JSON line that `--json` prints. */
export interface SandboxInfo {
  workatoBaseUrl: string;
  workatoToken: string;
  oktaOrgUrl: string;
  /** The org's custom domain. */
  oktaCustomUrl: string;
  oktaToken: string;
  issuer: string;
  jwksUri: string;
  tokenEndpoint: string;
  introspectionPath: string;
  scope: string;
  introspectionClientId: string;
  introspectionClientSecret: string;
  /** The issuer of a realm of Keycloak, and a client of it whose service account manages clients. */
  keycloakIssuer: string;
  keycloakClientId: string;
  keycloakClientSecret: string;
  gatewayUrl: string;
  controlUrl: string;
  apiCollectionIds: number[];
  apiPolicyId: number;
  portalId: number;
  folderId: number;
}

/** `status` is 0 while nothing was answered, and for what a fault kept from being done. */
export interface LoggedRequest {
  side: Side;
  method: string;
  path: string;
  query: Record<string, string>;
  status: number;
  /** ISO 8601. */
  at: string;
}

/** Everything held, secrets as SHA-256 in hexadecimal. */
export interface SandboxState {
  workato: {
    connections: Connection[];
    dcrProviders: (DcrProvider & { introspection_url: string | null })[];
    apiClients: (ApiClient & { active_api_keys_count: number; total_api_keys_count: number })[];
    apiKeys: ApiKey[];
  };
  okta: { clients: (ClientMetadata & { client_secret?: string; profile: Record<string, unknown> })[]; claims: Claim[] };
  /** Absent as long as nothing is registered there. */
  keycloak?: { clients: KeycloakClient[] };
}

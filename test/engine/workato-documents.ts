import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { request } from "undici";
import { z } from "zod";

/** What Workato's published pages and its OpenAPI file say of requests. Nothing of ours is used here: it is to judge what we send. */

const id = z.int().positive();
const name = z.string().min(1);
const texts = z.array(z.string());
/** That `null` resets an optional field is assumed. */
const resettable = <T extends z.ZodType>(type: T) => type.nullable();

const apiClient = z.strictObject({
  name,
  description: z.string(),
  project_id: resettable(id),
  api_portal_id: resettable(id),
  email: resettable(z.email()),
  api_collection_ids: z.array(id),
  api_policy_id: resettable(id),
  auth_type: z.enum(["token", "jwt", "oauth2", "oidc"]),
  jwt_method: z.enum(["hmac", "rsa"]),
  jwt_secret: z.string(),
  oidc_issuer: z.url(),
  oidc_jwks_uri: z.url(),
  access_profile_claim: z.string(),
  required_claims: texts,
  allowed_issuers: texts,
  mtls_enabled: z.boolean(),
  validation_formula: z.string(),
  cert_bundle_ids: z.array(id),
});
const clientRules = <T extends z.ZodType<Partial<z.infer<typeof apiClient>>>>(shape: T) =>
  shape
    .refine(({ api_portal_id, email }) => !api_portal_id === !email, "a portal and an e-mail address need each other")
    .refine((it) => it.auth_type !== "oidc" || (it.oidc_issuer ?? it.oidc_jwks_uri), "oidc needs an issuer or a JWKS");

const apiKey = z.strictObject({ name, active: z.boolean(), ip_allow_list: texts, ip_deny_list: texts });

const entries = (form: RegExp) =>
  z.string().refine((text) => text.split("\n").every((line) => form.test(line)), "is not an entry a line");
const tls = {
  ssl_params: z.boolean().optional(),
  ssl_client_cert: z.string().optional(),
  ssl_client_key: z.string().optional(),
  ssl_ca_cert: z.string().optional(),
};
const common = { ...tls, base_uri: z.url() };
const input = z
  .discriminatedUnion("auth_type", [
    z.strictObject({ auth_type: z.literal("no_auth"), ...common }),
    z.strictObject({ auth_type: z.literal("basic"), basic_user: name, basic_password: name, ...common }),
    z.strictObject({ auth_type: z.literal("headers"), header_pair: entries(/^[\w-]+: \S.*$/), ...common }),
    z.strictObject({ auth_type: z.literal("query"), url_param: entries(/^[^=\s]+=.+$/), ...common }),
    z.strictObject({
      auth_type: z.literal("oauth2_client_credentials_grant"),
      oauth2_token_url: z.url(),
      oauth2_client_id: name,
      oauth2_client_secret: name,
      param_type: z.enum(["basic", "payload"]),
      ...common,
    }),
  ])
  .refine((it) => it.ssl_params || !(it.ssl_client_cert ?? it.ssl_client_key ?? it.ssl_ca_cert), "are not turned on");
const connection = z.strictObject({
  name,
  provider: z.string(),
  parent_id: resettable(id),
  folder_id: resettable(id),
  external_id: z.string(),
  input,
  shell_connection: z.boolean(),
});

const required = <S extends z.ZodRawShape>(shape: z.ZodObject<S>, ...keys: (keyof S & string)[]) =>
  shape.partial().required(Object.fromEntries(keys.map((key) => [key, true])) as never);
const nothing = z.undefined();
const paged = ["page", "per_page"];

interface Documented {
  body: z.ZodType;
  query?: string[];
}

/** By method and path, in which `:id` is an integer. */
export const DOCUMENTED: Readonly<Record<string, Documented>> = {
  "GET /api/v2/api_clients": { body: nothing, query: [...paged, "project_id", "cert_bundle_ids"] },
  "POST /api/v2/api_clients": { body: clientRules(required(apiClient, "name", "api_collection_ids", "auth_type")) },
  "GET /api/v2/api_clients/:id": { body: nothing },
  "PUT /api/v2/api_clients/:id": { body: clientRules(apiClient.partial()) },
  "DELETE /api/v2/api_clients/:id": { body: nothing },
  "GET /api/v2/api_clients/:id/api_keys": { body: nothing, query: paged },
  "POST /api/v2/api_clients/:id/api_keys": { body: required(apiKey, "name", "active") },
  "PUT /api/v2/api_clients/:id/api_keys/:id": { body: apiKey.partial() },
  "PUT /api/v2/api_clients/:id/api_keys/:id/enable": { body: nothing },
  "PUT /api/v2/api_clients/:id/api_keys/:id/disable": { body: nothing },
  "PUT /api/v2/api_clients/:id/api_keys/:id/refresh_secret": { body: nothing },
  "DELETE /api/v2/api_clients/:id/api_keys/:id": { body: nothing },
  "GET /api/api_collections": { body: nothing, query: paged },
  "GET /api/connections": { body: nothing, query: ["folder_id", "parent_id", "external_id"] },
  "POST /api/connections": { body: required(connection, "name", "provider") },
  "PUT /api/connections/:id": { body: connection.omit({ provider: true }).partial() },
  "DELETE /api/connections/:id": { body: nothing },
  "POST /api/connections/:id/disconnect": { body: nothing },
  "GET /api/users/me": { body: nothing },
};

/** Why a request is not as documented; empty where it is. */
export function undocumented(method: string, url: URL, text: string): string[] {
  const endpoint = `${method} ${url.pathname.replace(/\/\d+(?=\/|$)/g, "/:id")}`;
  const known = DOCUMENTED[endpoint];
  if (!known) return [`${endpoint}: no such endpoint`];
  const parameters = [...url.searchParams.keys()].filter((key) => !known.query?.includes(key));
  const judged = known.body.safeParse(text === "" ? undefined : JSON.parse(text));
  const issues = judged.error?.issues.map(({ path, message }) => `${path.join(".")} ${message}`) ?? [];
  return [...parameters.map((key) => `?${key} is not known`), ...issues].map((it) => `${endpoint}: ${it}`);
}

/** Stands before Workato, lets all requests pass, and notes which there were and what was wrong with them. */
export async function recorder(workato: string) {
  const [seen, wrong] = [new Set<string>(), new Set<string>()];
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const [body, method, url] = [Buffer.concat(chunks), incoming.method ?? "", new URL(incoming.url ?? "", workato)];
    seen.add(`${method} ${url.pathname.replace(/\/\d+(?=\/|$)/g, "/:id")}`);
    for (const reason of undocumented(method, url, body.toString())) wrong.add(reason);
    const { host: _host, connection: _connection, "content-length": _length, ...headers } = incoming.headers;
    const answer = await request(url, { method: method as "GET", headers, body: body.length > 0 ? body : null });
    outgoing.writeHead(answer.statusCode, { "content-type": "application/json" }).end(await answer.body.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, wrong, stop };
}

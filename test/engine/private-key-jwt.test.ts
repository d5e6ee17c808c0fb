import { createSign, generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";
import * as workato from "pulumi-workato-dcr";
import { callers } from "../sandbox/http";
import { callWith, errorsOf, oidcProvider, outputsOf, rewrite, secretsOf, startOver, useEngine } from "./support";

/** A consumer that keeps its private key: no secret is made, shown or stored (RFC 7523). */

const engine = useEngine();
beforeEach(() => startOver(engine.sandbox, engine.workspace));

type Registration = workato.Registration;

const program =
  (registration: Registration, more: Partial<workato.ApiClientArgs> = {}) =>
  async () => {
    const dcrProvider = oidcProvider(engine.sandbox.info);
    new workato.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider, registration, ...more });
  };

function newKey(kid: string) {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { kid, privateKey, jwk: { ...(publicKey.export({ format: "jwk" }) as { kty: string }), kid } };
}
type Key = ReturnType<typeof newKey>;

/** RFC 7523 section 3. */
function assertion(
  { kid, privateKey }: { kid: string; privateKey: KeyObject },
  clientId: string,
  audience: string,
): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: clientId, sub: clientId, aud: audience, iat: now, exp: now + 60, jti: randomUUID() };
  const encoded = [{ alg: "RS256", kid }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  const signed = encoded.join(".");
  return `${signed}.${createSign("RSA-SHA256").update(signed).sign(privateKey, "base64url")}`;
}

const keyed = (...keys: Key[]): Registration => ({
  tokenEndpointAuthMethod: "private_key_jwt",
  jwks: { keys: keys.map(({ jwk }) => jwk) },
});

const orders = async () => (await outputsOf(engine.workspace, "orders")) ?? {};

/** What the gateway answers to a token that was got with an assertion (RFC 7523 section 2.2); the IdP's 4xx where it gives none. */
async function callSigned(key: Key): Promise<number> {
  const { info } = engine.sandbox;
  const { clientId, tokenEndpoint } = await orders();
  const answer = await fetch(String(tokenEndpoint), {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      scope: info.scope,
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: assertion(key, String(clientId), String(tokenEndpoint)),
    }),
  });
  if (!answer.ok) return answer.status;
  const { access_token } = (await answer.json()) as { access_token: string };
  return (await engine.sandbox.gateway(1, access_token)).status;
}

test("a client that signs has no secret, opens the gateway, and changes its keys in place", async () => {
  const { sandbox, workspace } = engine;
  const [first, second] = [newKey("first"), newKey("second")];
  await workspace.up(program(keyed(first)));
  const { clientId, clientSecret } = await orders();
  expect(clientSecret).toBeUndefined();
  expect(await secretsOf(workspace, "orders")).toEqual(["apiKey"]);
  expect([await callSigned(first), await callSigned(second)]).toEqual([200, 401]);
  expect((await workspace.preview(program(keyed(first)))).steps).toEqual(["same oidc", "same orders"]);
  expect((await workspace.refresh()).steps).toEqual(["same oidc", "same orders"]);
  await workspace.up(program(keyed(second, first)));
  expect([await callSigned(first), await callSigned(second)]).toEqual([200, 200]);
  await workspace.up(program(keyed(second)));
  expect([await callSigned(first), await callSigned(second)]).toEqual([401, 200]);
  expect((await orders()).clientId).toBe(clientId);
  expect(await sandbox.state()).toMatchObject({ okta: { clients: [{ client_id: clientId }] } });
});

test("keys that somebody has changed by hand are drift, and the next up puts the declared ones back", async () => {
  const { sandbox, workspace } = engine;
  const [own, other] = [newKey("own"), newKey("other")];
  await workspace.up(program(keyed(own)));
  const { clientId } = await orders();
  const { okta } = callers(sandbox.info);
  const { body } = await okta("GET", `/api/v1/apps/${clientId}`);
  const app = body as { settings: { oauthClient: { jwks: object } } };
  app.settings.oauthClient.jwks = { keys: [own.jwk, other.jwk] };
  expect((await okta("PUT", `/api/v1/apps/${clientId}`, app)).status).toBe(200);
  expect(await callSigned(other)).toBe(200);
  const { steps } = await workspace.refresh();
  expect(steps).toEqual(["same oidc", "update orders"]);
  await workspace.up(program(keyed(own)));
  expect([await callSigned(own), await callSigned(other)]).toEqual([200, 401]);
});

test("a method that changes between secret and key says at preview what becomes of the credentials", async () => {
  const { workspace } = engine;
  const key = newKey("key");
  await workspace.up(program({}));
  const before = await orders();
  expect(await callWith(engine.sandbox, before)).toBe(200);
  const toKey = await workspace.preview(program(keyed(key)));
  expect(toKey.printed).toContain("the client secret is refused as soon as this is applied");
  await workspace.up(program(keyed(key)));
  expect((await orders()).clientSecret).toBeUndefined();
  expect([await callSigned(key), await callWith(engine.sandbox, before)]).toEqual([200, 401]);
  const toSecret = await workspace.preview(program({}));
  expect(toSecret.printed).toContain("what is signed with its key is refused as soon as this is applied");
  await workspace.up(program({}));
  const after = await orders();
  expect(after.clientId).toBe(before.clientId);
  expect([await callWith(engine.sandbox, after), await callSigned(key)]).toEqual([200, 401]);
  expect((await workspace.preview(program({}))).steps).toEqual(["same oidc", "same orders"]);
});

test("a change to a key whose answer is lost, and that is taken back, leaves credentials that work", async () => {
  const { sandbox, workspace } = engine;
  await workspace.up(program({}));
  const { clientId } = await orders();
  const fault = { kind: "reset-after" } as const;
  await sandbox.fault({ side: "okta", method: "PUT", path: "/api/v1/apps/", times: 50, fault });
  await sandbox.fault({ side: "okta", method: "GET", path: "/api/v1/apps/", after: 1, times: 50, fault });
  await errorsOf(workspace.up(program(keyed(newKey("key")))));
  await sandbox.clearFaults();
  await workspace.up(program({}));
  const after = await orders();
  expect(after.clientId).toBe(clientId);
  expect(await callWith(sandbox, after)).toBe(200);
  expect((await workspace.preview(program({}))).steps).toEqual(["same oidc", "same orders"]);
});

test("a private key in the program is refused before anything is sent, and is printed nowhere", async () => {
  const { workspace } = engine;
  const { privateKey, jwk } = newKey("own");
  const whole = { ...jwk, d: String(privateKey.export({ format: "jwk" }).d) };
  const registration: Registration = { tokenEndpointAuthMethod: "private_key_jwt", jwks: { keys: [whole] } };
  const errors = await errorsOf(workspace.preview(program(registration)));
  expect(errors).toEqual(expect.arrayContaining([expect.stringContaining("holds a private key (d)")]));
  expect(workspace.printed()).not.toContain(whole.d);
});

test("a secret that is about to expire is renewed by the next up, where the program says when", async () => {
  const { sandbox, workspace } = engine;
  await workspace.up(program({}, { renewBeforeExpiryDays: 14 }));
  const before = await orders();
  const inDays = (days: number) => Math.floor(Date.now() / 1000) + days * 86_400;
  await rewrite(workspace, "orders", { clientSecretExpiresAt: inDays(20) });
  expect((await workspace.preview(program({}, { renewBeforeExpiryDays: 14 }))).steps).toEqual([
    "same oidc",
    "same orders",
  ]);
  const due = await workspace.preview(program({}, { renewBeforeExpiryDays: 30 }));
  expect(due.printed).toMatch(
    /the client secret expires at .*, within the 30 days of renewBeforeExpiryDays: it is renewed/,
  );
  expect(due.steps).toEqual(["same oidc", "update orders"]);
  await workspace.up(program({}, { renewBeforeExpiryDays: 30 }));
  const after = await orders();
  expect(after).toMatchObject({ clientId: before.clientId, clientSecretExpiresAt: 0 });
  expect(await Promise.all([before, after].map((it) => callWith(sandbox, it)))).toEqual([401, 200]);
});

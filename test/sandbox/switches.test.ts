import { spawn } from "node:child_process";
import { createServer } from "node:net";
import path from "node:path";
import { request } from "undici";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../sandbox/client";
import { caller, callers, httpConnection, serviceClient } from "./http";

const running: Sandbox[] = [];
const start = async (options?: SandboxOptions) => {
  const sandbox = await startSandbox(options);
  running.push(sandbox);
  return sandbox;
};
afterEach(async () => {
  for (const sandbox of running.splice(0)) await sandbox.stop();
});

describe("--store-endpoints off", () => {
  test("the assumed endpoints are not there, and their fields and values are refused", async () => {
    const { info } = await start({ storeEndpoints: "off" });
    const { workato } = callers(info);
    for (const [method, url] of [
      ["GET", "/api/v2/dcr_providers"],
      ["POST", "/api/v2/dcr_providers"],
      ["POST", "/api/v2/dcr_providers/validate_connection"],
      ["DELETE", "/api/v2/dcr_providers/1"],
    ] as const) {
      expect((await workato(method, url, method === "POST" ? {} : undefined)).status).toBe(404);
    }
    const client = { name: "Orders", api_collection_ids: [], auth_type: "oidc", oidc_issuer: info.issuer };
    const made = await workato("POST", "/api/v2/api_clients", client);
    expect(made.status).toBe(200);
    expect(made.body.data).not.toHaveProperty("dcr_provider_id");
    const at = `/api/v2/api_clients/${made.body.data.id}`;
    const key = await workato("POST", `${at}/api_keys`, { name: "k", active: true });
    expect(key.body.data).not.toHaveProperty("external_client_id");

    const assumed: [string, string, object, string][] = [
      ["POST", "/api/v2/api_clients", { ...client, dcr_provider_id: 1 }, "dcr_provider_id"],
      ["PUT", at, { dcr_provider_id: null }, "dcr_provider_id"],
      ["POST", "/api/v2/api_clients", { ...client, auth_type: "oauth2_introspection" }, "auth_type"],
      ["POST", `${at}/api_keys`, { name: "k", active: true, external_client_id: "0oa" }, "external_client_id"],
      ["PUT", `${at}/api_keys/${key.body.data.id}`, { external_client_id: "0oa" }, "external_client_id"],
    ];
    for (const [method, url, body, field] of assumed) {
      const answer = await workato(method, url, body);
      expect(answer.status).toBe(400);
      expect(answer.body.errors).toHaveProperty(field);
    }
  });
});

describe("--idp rfc7591", () => {
  test("registers, reads, updates and deletes by RFC 7591 and 7592, with a registration access token that rotates", async () => {
    const sandbox = await start({ idp: "rfc7591" });
    const { info } = sandbox;
    const anonymous = caller("");
    const { registration_endpoint } = (await anonymous("GET", `${info.issuer}/.well-known/openid-configuration`)).body;
    const body = { ...serviceClient("orders"), application_type: "web", response_types: [] };
    expect((await anonymous("POST", registration_endpoint, body)).status).toBe(401);
    const made = await caller("", `Bearer ${info.oktaToken}`)("POST", registration_endpoint, body);
    expect(made).toMatchObject({ status: 201, body: { client_name: "orders", client_secret_expires_at: 0 } });

    const { client_id, client_secret, registration_client_uri, registration_access_token: first } = made.body;
    const by = (token: string) => caller("", `Bearer ${token}`);
    expect((await by(first)("GET", registration_client_uri)).body).toMatchObject({ client_id });
    const updated = await by(first)("PUT", registration_client_uri, { ...body, client_id, client_name: "renamed" });
    expect(updated).toMatchObject({ status: 200, body: { client_name: "renamed" } });
    const second = updated.body.registration_access_token;
    expect((await by(first)("GET", registration_client_uri)).status).toBe(401);

    const { state, idpToken } = sandbox;
    expect((await state()).okta.clients).toMatchObject([{ client_id, client_name: "renamed" }]);
    const credentials = { clientId: client_id, clientSecret: client_secret };
    expect((await idpToken({ ...credentials, scope: info.scope })).status).toBe(200);
    expect((await by(second)("DELETE", registration_client_uri)).status).toBe(204);
    expect((await by(second)("GET", registration_client_uri)).status).toBe(401);
    expect((await idpToken({ ...credentials, scope: info.scope })).status).toBe(401);
  });

  test("has nothing of Okta's, and validates as an IdP that registers", async () => {
    const { info } = await start({ idp: "rfc7591" });
    const { okta, workato } = callers(info);
    const connection = await workato(
      "POST",
      "/api/connections",
      httpConnection(info.issuer, `Bearer ${info.oktaToken}`),
    );
    const validate = { connection_id: connection.body.id };
    const { body } = await workato("POST", "/api/v2/dcr_providers/validate_connection", validate);
    expect(body.data).toEqual({ status: "success", errors: [] });
    for (const url of ["/oauth2/v1/clients", "/api/v1/apps", "/api/v1/org"])
      expect((await okta("GET", url)).status).toBe(404);
  });
});

test("--latency slows every answer down", async () => {
  const { workato } = callers((await start({ latencyMs: 200 })).info);
  const begin = Date.now();
  await workato("GET", "/api/users/me");
  expect(Date.now() - begin).toBeGreaterThanOrEqual(195);
});

/** Below the ports that systems give away by themselves, so that none is taken before the sandbox has it. */
async function freePorts(): Promise<number> {
  for (let port = 20_000; port < 30_000; port += 3) {
    const free = await Promise.all([port, port + 1, port + 2].map(isFree));
    if (!free.includes(false)) return port;
  }
  throw new Error("no three ports side by side are free");
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((done) => {
    server.once("error", () => done(false));
    server.listen(port, "127.0.0.1", () => server.close(() => done(true)));
  });
}

test("--port fixes both ports", async () => {
  const port = await freePorts();
  const { info } = await start({ port });
  expect([info.workatoBaseUrl, info.oktaOrgUrl]).toEqual([`http://127.0.0.1:${port}`, `http://127.0.0.1:${port + 1}`]);
  await expect(startSandbox({ port })).rejects.toThrow(/EADDRINUSE/);
});

describe("the process", () => {
  const launch = (...args: string[]) =>
    spawn(process.execPath, ["-r", "ts-node/register", path.join(__dirname, "../../sandbox/main.ts"), ...args], {
      stdio: "pipe",
    });
  const output = async (child: ReturnType<typeof launch>, until: RegExp) => {
    let text = "";
    for await (const chunk of child.stdout) {
      text += chunk;
      if (until.test(text)) break;
    }
    return text;
  };
  const ended = (child: ReturnType<typeof launch>) => new Promise((resolve) => child.once("exit", resolve));

  test("prints how to use it, is quiet on stderr, and ends on SIGINT", async () => {
    const child = launch();
    let errors = "";
    child.stderr.on("data", (chunk) => {
      errors += chunk;
    });
    const text = await output(child, /Ctrl-C/);
    const exit = ended(child);
    child.kill("SIGINT");
    expect(await exit).toBe(0);
    expect(text).toMatch(/pulumi config set --secret workato-dcr:apiToken /);
    expect(text).toMatch(/export OKTA_ORG_URL=http:\/\/127\.0\.0\.1:\d+\n/);
    expect(errors).toBe("");
  });

  test("ends with its parent", async () => {
    const child = launch("--json", "--exit-with-parent");
    const info = JSON.parse(await output(child, /\n/));
    const exit = ended(child);
    child.stdin.end();
    expect(await exit).toBe(0);
    await expect(request(info.workatoBaseUrl)).rejects.toThrow();
  });

  it.each([[["--idp", "other"]], [["--latency", "soon"]], [["--colour"]]])(
    "refuses %j and says how it is called",
    async (args) => {
      const child = launch(...args);
      let errors = "";
      child.stderr.on("data", (chunk) => {
        errors += chunk;
      });
      expect(await ended(child)).toBe(1);
      expect(errors).toMatch(/--store-endpoints on\|off/);
    },
  );
});

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createProxy } from "node:http";
import { createServer } from "node:https";
import { type AddressInfo, connect, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { selfSigned } from "./certificate";

const ROOT = join(__dirname, "../../..");
const folder = mkdtempSync(join(tmpdir(), "tls-"));
const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true });
});

async function portOf(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/** A server with a certificate that is its own authority, the file of that, and what it was asked. */
async function secureServer(host: string) {
  const { cert, key } = selfSigned(host);
  const asked: string[] = [];
  const server = createServer({ cert, key }, (request, response) => {
    asked.push(`${request.url} ${request.headers.authorization}`);
    response.end('{"ok":true}');
  });
  const file = join(folder, `${host}-${servers.length}.pem`);
  writeFileSync(file, cert);
  return { port: await portOf(server), file, asked };
}

/** A proxy that leads all tunnels to one port. */
async function proxyTo(port: number): Promise<string> {
  const proxy = createProxy();
  proxy.on("connect", (_, client) => {
    const target = connect(port, "127.0.0.1", () => client.write("HTTP/1.1 200 OK\r\n\r\n"));
    target.on("error", () => client.destroy()).pipe(client);
    client.on("error", () => target.destroy()).pipe(target);
  });
  return `http://127.0.0.1:${await portOf(proxy)}`;
}

/** What becomes of one call in a process of its own, since Node reads its authorities at the start. */
async function call(baseUrl: string, env: Record<string, string>): Promise<{ body?: unknown; error?: string }> {
  const script = `
    const { Transport } = require("./provider/http/transport");
    const authorize = () => ({ authorization: "Bearer token-hunter2" });
    const vendor = { name: "Okta", baseUrl: "${baseUrl}", authorize, explain: () => ({}), requestsPerMinute: 10 };
    new Transport(vendor, { timeoutSeconds: 20, retryTotalSeconds: 20 }, () => {})
      .send({ method: "GET", path: "/apps" })
      .then(({ body }) => ({ body }), ({ code, message, outcome }) => ({ error: [code, outcome, message].join(" ") }))
      .then((result) => console.log(JSON.stringify(result)));`;
  const { NODE_EXTRA_CA_CERTS: _, NODE_TLS_REJECT_UNAUTHORIZED: __, ...rest } = process.env;
  const args = ["-r", "ts-node/register", "-e", script];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT, env: { ...rest, ...env } });
  return JSON.parse(stdout);
}

const ways = [
  ["on this machine", "localhost"],
  ["through a proxy", "api.example.com"],
] as const;

describe.each(ways)("a server %s whose certificate no authority signed", (_, host) => {
  async function served(certified = host as string) {
    const server = await secureServer(certified);
    const local = host === "localhost";
    const proxy = local ? "" : await proxyTo(server.port);
    const env = { HTTPS_PROXY: proxy, https_proxy: proxy, NO_PROXY: "", no_proxy: "" };
    return { ...server, env, url: local ? `https://localhost:${server.port}` : `https://${host}` };
  }

  test("is sent nothing", async () => {
    const { url, env, asked } = await served();
    const { error } = await call(url, env);
    expect(error).toMatch(
      /^unreachable not-done Okta cannot be reached for GET \/apps at .*self-signed certificate.*NODE_EXTRA_CA_CERTS/,
    );
    expect(error).not.toContain("hunter2");
    expect(asked).toEqual([]);
  });

  test("is trusted once NODE_EXTRA_CA_CERTS names its authority", async () => {
    const { url, env, file, asked } = await served();
    expect(await call(url, { ...env, NODE_EXTRA_CA_CERTS: file })).toEqual({ body: { ok: true } });
    expect(asked).toEqual(["/apps Bearer token-hunter2"]);
  });

  test("is sent nothing where the certificate is for another host, also of a known authority", async () => {
    const { url, env, file, asked } = await served("other.example.com");
    const { error } = await call(url, { ...env, NODE_EXTRA_CA_CERTS: file });
    expect(error).toMatch(/^unreachable not-done .*altnames/);
    expect(asked).toEqual([]);
  });
});

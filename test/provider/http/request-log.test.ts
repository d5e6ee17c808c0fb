import { existsSync, mkdtempSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LOG_VARIABLE } from "../../../provider/http/request-log";
import { type Call, Transport, type Vendor } from "../../../provider/http/transport";
import { rememberSecrets } from "../../../provider/redact";
import { HastyClock } from "./fake-clock";
import { cut, json, type LocalServer, localServer, text } from "./local-server";

const TOKEN = 'wrkaus-0123456789/+"abc';
const SECRET = "s3cr3t-of-a-client";
const servers: LocalServer[] = [];
let file: string;

beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), "request-log-")), "requests.log");
  process.env[LOG_VARIABLE] = file;
});

afterEach(async () => {
  delete process.env[LOG_VARIABLE];
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function transport(...replies: Parameters<typeof localServer>) {
  const server = await localServer(...replies);
  servers.push(server);
  const vendor: Vendor = {
    name: "Workato",
    baseUrl: server.url,
    authorize: () => ({ authorization: `Bearer ${TOKEN}` }),
    explain: (_, body) => (typeof body === "object" ? { ...body } : {}),
    requestsPerMinute: 1000,
  };
  const warnings: string[] = [];
  const limits = { timeoutSeconds: 5, retryTotalSeconds: 30 };
  const http = new Transport(vendor, limits, (line) => warnings.push(line), {
    clock: new HastyClock(),
    random: () => 0.5,
  });
  const send = (call: Partial<Call> = {}) =>
    http.send({ method: "GET", path: "/api/v2/api_clients", ...call }).catch((error: Error) => error);
  return { send, warnings };
}

const lines = (): Record<string, unknown>[] =>
  readFileSync(file, "utf8")
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));

test("a request is a line with what a report needs", async () => {
  const { send } = await transport(json({}, 200, { "x-request-id": "req-1" }));
  await send({ query: { page: 2, per_page: 100, name: "Jane Doe" } });
  expect(lines()).toEqual([
    {
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      side: "Workato",
      method: "GET",
      path: "/api/v2/api_clients?page=2&per_page=100&name=…",
      status: 200,
      requestId: "req-1",
      ms: expect.any(Number),
      attempt: 1,
      waitedMs: 0,
    },
  ]);
  expect(statSync(file).mode & 0o077).toBe(0);
});

test("each attempt has a line, with how long it waited before and what comes next", async () => {
  const { send } = await transport(json({}, 503), json({}, 429, { "retry-after": "7" }), json({}));
  await send();
  const told = lines().map(({ status, attempt, waitedMs, repeatInMs }) => ({ status, attempt, waitedMs, repeatInMs }));
  expect(told).toEqual([
    { status: 503, attempt: 1, waitedMs: 0, repeatInMs: 375 },
    { status: 429, attempt: 2, waitedMs: 0, repeatInMs: 7000 },
    { status: 200, attempt: 3, waitedMs: 7000, repeatInMs: undefined },
  ]);
});

test("a status that the caller accepts is the end", async () => {
  const { send } = await transport(json({}, 503));
  await send({ accept: [503] });
  expect(lines()).toEqual([expect.not.objectContaining({ repeatInMs: expect.anything() })]);
});

test("a call that cannot wait as long as it was asked to, and so is not sent, is a line as well", async () => {
  const { send } = await transport(json({}, 429, { "retry-after": "600" }));
  await send();
  await send();
  expect(lines()).toEqual([
    expect.objectContaining({ status: 429, attempt: 1 }),
    expect.objectContaining({ status: "not sent", attempt: 1, ms: 0 }),
  ]);
});

test("without an answer the line says what happened", async () => {
  const { send } = await transport(cut);
  await send({ method: "POST" });
  expect(lines()).toEqual([expect.objectContaining({ method: "POST", status: "lost", reason: expect.any(String) })]);
});

test("an answer that cannot be read keeps its status and id", async () => {
  const { send } = await transport(text("<html>", 200, { "x-okta-request-id": "okta-1" }));
  await send({ method: "POST" });
  expect(lines()).toEqual([
    expect.objectContaining({ status: 200, reason: "the body is an HTML page", requestId: "okta-1" }),
  ]);
});

test("no secret is in it, wherever one was sent or comes back", async () => {
  rememberSecrets(SECRET);
  const echo = { message: `you sent ${SECRET} with Bearer ${TOKEN}`, client_secret: SECRET };
  const { send } = await transport(
    json(echo, 422, { "x-request-id": SECRET, "set-cookie": "session=geheimnis-1" }),
    json({ access_token: "geheimnis-2" }, 200),
    cut,
  );
  await send({ method: "PUT", path: `/clients/${encodeURIComponent(SECRET)}/x`, json: { secret: "geheimnis-3" } });
  await send({ query: { registration_token: "geheimnis-4", limit: SECRET } });
  await send({
    method: "POST",
    form: { client_secret: "geheimnis-5" },
    headers: { authorization: "Basic geheimnis-6" },
  });
  const log = readFileSync(file, "utf8");
  expect(lines()).toHaveLength(3);
  expect(log).not.toContain("geheimnis");
  for (const secret of [SECRET, TOKEN]) {
    for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]) {
      expect(log).not.toContain(form);
    }
  }
});

test("a file that cannot be written is said once, and nothing fails", async () => {
  process.env[LOG_VARIABLE] = join(file, "in", "no", "folder");
  const { send, warnings } = await transport(json({ id: 1 }));
  expect(await send()).toMatchObject({ status: 200 });
  expect(await send()).toMatchObject({ status: 200 });
  expect(warnings).toEqual([expect.stringMatching(/no log of the requests is written \(ENOENT.*WORKATO_DCR_LOG/)]);
});

test("without the variable there is none", async () => {
  delete process.env[LOG_VARIABLE];
  const { send } = await transport(json({}));
  await send();
  expect(existsSync(file)).toBe(false);
});

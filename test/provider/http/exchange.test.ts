import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { errors } from "undici";
import { whatHappened } from "../../../provider/http/exchange";
import { json, localServer } from "./local-server";

const coded = (code: string, message = code) => Object.assign(new Error(message), { code });

describe("what an error of the connection means", () => {
  it.each<[Error, boolean]>([
    [coded("ECONNREFUSED"), true],
    [coded("ECONNRESET"), true],
    [coded("EHOSTUNREACH"), true],
    [coded("EAI_AGAIN"), true],
    [new errors.ConnectTimeoutError(), true],
    [new errors.HeadersTimeoutError("of the proxy"), true],
    [coded("ENOTFOUND"), false],
    [coded("SELF_SIGNED_CERT_IN_CHAIN"), false],
    [coded("ERR_TLS_CERT_ALTNAME_INVALID"), false],
    [coded("EPROTO"), false],
    [new errors.RequestAbortedError("Proxy response (407) !== 200 when HTTP Tunneling"), false],
  ])("before the request was sent: %s is unreachable, and may pass: %s", (error, passing) => {
    expect(whatHappened(error, false, 60_000)).toEqual({ kind: "unreachable", reason: error.message, passing });
  });

  it.each<[Error, string]>([
    [new DOMException("aborted", "TimeoutError"), "timeout"],
    [new errors.SocketError("other side closed"), "lost"],
    [coded("ECONNRESET"), "lost"],
    [coded("EPIPE"), "lost"],
    [new errors.ResponseContentLengthMismatchError(), "lost"],
    [new errors.HTTPParserError("Expected HTTP/"), "malformed"],
    [new errors.HeadersOverflowError(), "malformed"],
  ])("after it: %s is %s", (error, kind) => {
    expect(whatHappened(error, true, 60_000)).toMatchObject({ kind });
  });
});

it("a process ends although the server keeps the connection open", async () => {
  const server = await localServer(json({ ok: true }));
  const script = `
    const { Transport } = require("./provider/http/transport");
    const vendor = { name: "W", baseUrl: "${server.url}", authorize: () => ({}), explain: () => ({}), requestsPerMinute: 10 };
    new Transport(vendor, { timeoutSeconds: 60, retryTotalSeconds: 60 }, () => {})
      .send({ method: "GET", path: "/" }).then(({ status }) => console.log(status));`;
  const root = join(__dirname, "../../..");
  // The connection stays for ten minutes. Who waits for it is killed before, however slow the machine is.
  const { stdout } = await promisify(execFile)(process.execPath, ["-r", "ts-node/register", "-e", script], {
    cwd: root,
    timeout: 300_000,
  });
  expect(stdout).toBe("200\n");
  await server.stop();
});

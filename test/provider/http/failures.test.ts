import { createServer, type Socket } from "node:net";
import * as errors from "../../../provider/http/errors";
import { type Call, Transport, type Vendor } from "../../../provider/http/transport";
import { rememberSecrets } from "../../../provider/redact";
import { HastyClock } from "./fake-clock";
import { cut, cutInBody, hang, json, type LocalServer, localServer, noise, text } from "./local-server";

const SECRET = "s3cr3t/of+the connection";
const stops: (() => Promise<unknown>)[] = [];

async function serve(...replies: Parameters<typeof localServer>): Promise<LocalServer> {
  const server = await localServer(...replies);
  stops.push(() => server.stop());
  return server;
}

afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

async function failing(
  baseUrl: string,
  call: Partial<Call> = {},
  { timeoutSeconds = 30, ...rest }: Partial<Vendor> & { timeoutSeconds?: number } = {},
): Promise<errors.ApiError> {
  const vendor: Vendor = {
    name: "Workato",
    baseUrl,
    authorize: () => ({ authorization: "Bearer token-of-workato" }),
    explain: (_, body) => (typeof body === "object" ? { ...body } : {}),
    requestsPerMinute: 1000,
    ...rest,
  };
  const limits = { timeoutSeconds, retryTotalSeconds: 300 };
  const http = new Transport(vendor, limits, () => {}, { clock: new HastyClock(), random: () => 0.5 });
  return http.send({ method: "POST", path: "/api/v2/api_clients", ...call }).then(
    () => Promise.reject(new Error("it succeeded")),
    (error) => error,
  );
}

describe("an error by status", () => {
  it.each([
    [400, "invalid-request", "not-done"],
    [401, "unauthorized", "not-done"],
    [403, "forbidden", "not-done"],
    [404, "not-found", "not-done"],
    [409, "invalid-request", "not-done"],
    [422, "invalid-request", "not-done"],
    [500, "server", "unknown"],
    [503, "server", "unknown"],
  ] as const)("%i", async (status, code, outcome) => {
    const server = await serve(json({ message: "Nope" }, status));
    const error = await failing(server.url);
    expect(error).toMatchObject({
      code,
      status,
      outcome,
      endpoint: "POST /api/v2/api_clients",
    });
    expect(error.message).toContain(`POST /api/v2/api_clients at ${server.host}: ${status} Nope`);
  });

  it("says what, where, in the vendor's words, and what to do next", async () => {
    const refusal = {
      message: "Name has already been taken",
      code: "E0000001",
      fields: { name: ["has already been taken"] },
    };
    const server = await serve(json(refusal, 422, { "x-request-id": "3f2" }));
    const error = await failing(server.url, {}, { hints: { "invalid-request": "Choose another name." } });
    expect(error.message).toBe(
      `Workato refused POST /api/v2/api_clients at ${server.host}: 422 Name has already been taken ` +
        "(name: has already been taken; E0000001; request id 3f2). Choose another name.",
    );
    expect(error).toMatchObject({ code: "invalid-request", refusal });
  });

  const said = "api_collection_ids does not exist";
  it.each<[string, object, object, string]>([
    ["once, where the message names it", { message: said }, {}, "400 api_collection_ids does not exist. "],
    [
      "in the program's words, with what it gave, where the message names it",
      { message: said },
      { api_collection_ids: "apiCollectionIds" },
      "400 api_collection_ids does not exist (apiCollectionIds [1,99]). ",
    ],
    [
      "in the program's words, with the reason, where the message does not name it",
      { message: "Bad request" },
      { api_collection_ids: "apiCollectionIds" },
      "400 Bad request (apiCollectionIds [1,99]: does not exist). ",
    ],
    ["as the vendor calls it otherwise", { message: "Bad request" }, {}, "(api_collection_ids: does not exist). "],
  ])("names a field of the body %s", async (_, refusal, properties, expected) => {
    const server = await serve(json({ ...refusal, fields: { api_collection_ids: ["does not exist"] } }, 400));
    const error = await failing(server.url, { json: { api_collection_ids: [1, 99] }, properties: { ...properties } });
    expect(error.message).toContain(expected);
  });

  it.each<[string, object, string]>([
    ["the value of an object, which may be credentials", { input: { basic_password: "x" } }, "(auth: is wrong)"],
    ["a value that was not sent", {}, "(auth: is wrong)"],
    ["nothing less where it was reset", { input: null }, "(auth null: is wrong)"],
  ])("names a field without %s", async (_, body, expected) => {
    const server = await serve(json({ message: "Bad request", fields: { input: ["is wrong"] } }, 400));
    const error = await failing(server.url, { json: body, properties: { input: "auth" } });
    expect(error.message).toContain(expected);
  });

  it("of a GET never leaves the outcome open", async () => {
    const server = await serve(json({}, 500));
    expect(await failing(server.url, { method: "GET" })).toMatchObject({ outcome: "not-done" });
    expect(server.seen).toHaveLength(4);
  });

  it.each([
    ["an HTML page", "<html><body>Bad gateway</body></html>", "502 Bad Gateway, as an HTML page"],
    ["plain text", "upstream is down", "502 upstream is down"],
    ["nothing", "", "502 Bad Gateway"],
    ["more than a message may be", "x".repeat(2_000_000), "502 Bad Gateway"],
  ])("may hold %s", async (_, body, words) => {
    const server = await serve(text(body, 502));
    const error = await failing(server.url);
    expect(error.message).toContain(words);
    expect(error.message.length).toBeLessThan(1_000);
  });
});

describe("no answer", () => {
  it.each([
    ["a cut connection", cut, "connection-lost"],
    ["a cut answer", cutInBody, "connection-lost"],
    ["something that is not HTTP", noise, "malformed-answer"],
    ["broken JSON", text('{"client_secret": "abc'), "malformed-answer"],
    ["an HTML page", text("<!doctype html><title>Sign in</title>"), "malformed-answer"],
  ])("%s: a POST is not repeated and may have been carried out", async (_, reply, code) => {
    const server = await serve(reply);
    const error = await failing(server.url);
    expect(error).toMatchObject({ code });
    expect(error.outcome).toBe("unknown");
    expect(error.message).toContain("it may have been carried out");
    expect(error.message).not.toContain("client_secret");
    expect(server.seen).toHaveLength(1);
  });

  it.each([
    ["a cut connection", cut],
    ["a cut answer", cutInBody],
    ["broken JSON", text("{")],
  ])("%s: a GET is repeated", async (_, reply) => {
    const server = await serve(reply);
    expect(await failing(server.url, { method: "GET" })).toMatchObject({ outcome: "not-done" });
    expect(server.seen).toHaveLength(4);
  });

  it("none in time: a POST is not repeated and may have been carried out", async () => {
    const server = await serve(hang);
    const error = await failing(server.url, {}, { timeoutSeconds: 0.2 });
    expect(error).toMatchObject({ code: "timeout" });
    expect(error.outcome).toBe("unknown");
    expect(server.seen).toHaveLength(1);
  });

  it("a body that comes in drips ends with the time-out", async () => {
    const server = await serve((_, response) => {
      const drip = setInterval(() => response.write(" "), 50);
      response.on("close", () => clearInterval(drip));
    });
    expect(await failing(server.url, {}, { timeoutSeconds: 0.2 })).toMatchObject({ code: "timeout" });
  });

  it("a body that is too large is cut off", async () => {
    let written = 0;
    const chunk = " ".repeat(1024 * 1024);
    const server = await serve((_, response) => {
      const more = () => {
        written += 1;
        if (written < 64 && !response.destroyed) response.write(chunk, more);
      };
      more();
    });
    const error = await failing(server.url);
    expect(error).toBeInstanceOf(errors.MalformedAnswerError);
    expect(error.message).toContain("larger than 16 MB");
    expect(written).toBeLessThan(64);
  });
});

describe("no connection", () => {
  async function rawServer(onConnection: (socket: Socket) => void): Promise<string> {
    const server = createServer((socket) => {
      stops.push(async () => socket.destroy());
      onConnection(socket.on("error", () => {}));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    stops.push(async () => server.close());
    const address = server.address();
    return `127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  }

  it("a refused one is tried three times and proves that nothing was done", async () => {
    const server = await localServer(hang);
    await server.stop();
    const error = await failing(server.url);
    expect(error).toMatchObject({ code: "unreachable" });
    expect(error.outcome).toBe("not-done");
    expect(error.message).toMatch(/ECONNREFUSED.*3 attempts/);
  });

  it("a server without TLS is not tried again", async () => {
    let connections = 0;
    const host = await rawServer((socket) => {
      connections += 1;
      socket.end("HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    const error = await failing(`https://${host}`);
    expect(error).toMatchObject({ code: "unreachable" });
    expect(error.outcome).toBe("not-done");
    expect(connections).toBe(1);
  });

  it("a server that accepts and then is silent is given up in the time for connecting", async () => {
    const host = await rawServer(() => {});
    const error = await failing(`https://${host}`, {}, { timeoutSeconds: 0.2 });
    expect(error).toMatchObject({ code: "unreachable" });
    expect(error.outcome).toBe("not-done");
  });

  async function throughProxy(timeoutSeconds: number, onConnection: (socket: Socket) => void) {
    const before = process.env.HTTPS_PROXY;
    process.env.HTTPS_PROXY = `http://${await rawServer(onConnection)}`;
    const error = await failing("https://api.example.com", {}, { timeoutSeconds });
    if (before === undefined) delete process.env.HTTPS_PROXY;
    else process.env.HTTPS_PROXY = before;
    expect(error).toMatchObject({ code: "unreachable" });
    expect(error.outcome).toBe("not-done");
    return error;
  }

  it("a proxy that accepts and then is silent, likewise", async () => {
    await throughProxy(0.2, () => {});
  });

  it.each<[string, (socket: Socket) => void]>([
    ["closes", (socket) => socket.end()],
    ["resets", (socket) => socket.resetAndDestroy()],
  ])("a proxy that %s each connection is asked as often as there are attempts", async (_, end) => {
    let connects = 0;
    const error = await throughProxy(30, (socket) => {
      socket.once("data", () => {
        connects += 1;
        end(socket);
      });
    });
    const [, attempts] = /\((\d+) attempts/.exec(error.message) ?? [];
    expect(Number(attempts)).toBeGreaterThan(1);
    expect(connects).toBe(Number(attempts));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(connects).toBe(Number(attempts));
  });
});

describe("secrets", () => {
  beforeAll(() => rememberSecrets(SECRET));

  it.each([
    ["in words", { message: `password ${SECRET} is too weak` }],
    ["in fields", { fields: { [SECRET]: ["no"], password: [`${SECRET} is too weak`] } }],
    ["in a code", { code: SECRET }],
    ["as the token of the request", { message: "token-of-workato is unknown" }],
  ])("that a vendor echoes %s are in no part of the error", async (_, body) => {
    const server = await serve(json(body, 422));
    const error = await failing(server.url);
    const all = error.message + error.stack + JSON.stringify(error) + JSON.stringify(error.refusal);
    expect(all).not.toContain(SECRET);
    expect(all).not.toContain("token-of-workato");
    expect(error.message).toContain("[secret]");
  });

  it("in plain text, at the place where a long text is cut, neither", async () => {
    const server = await serve(text(`${"x".repeat(190)}${SECRET}`, 500));
    expect((await failing(server.url)).message).not.toContain(SECRET.slice(0, 5));
  });

  it("in a path neither", async () => {
    const server = await serve(json({}, 404));
    const error = await failing(server.url, { path: `/api/${encodeURIComponent(SECRET)}`, query: { token: SECRET } });
    expect(error.message).toContain("/api/[secret]");
  });
});

import { ConfigurationError } from "../../../provider/errors";
import type { ApiError } from "../../../provider/http/errors";
import { type Limits, Transport, type Vendor } from "../../../provider/http/transport";
import { HastyClock } from "./fake-clock";
import { hang, json, type LocalServer, localServer, text } from "./local-server";

const TOKEN = "wrkaus-eyJhbGciOiJSUzI1NiJ9";
const servers: LocalServer[] = [];

async function serve(...replies: Parameters<typeof localServer>) {
  const server = await localServer(...replies);
  servers.push(server);
  return server;
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

function transport(baseUrl: string, rest: Partial<Vendor & Limits> = {}) {
  const vendor: Vendor = {
    name: "Workato",
    baseUrl,
    authorize: () => ({ Authorization: `Bearer ${TOKEN}` }),
    explain: (_, body) => (typeof body === "object" ? { ...body } : {}),
    requestsPerMinute: 1000,
    ...rest,
  };
  const clock = new HastyClock();
  const lines: string[] = [];
  const limits = { timeoutSeconds: 5, retryTotalSeconds: 300, ...rest };
  const http = new Transport(vendor, limits, (line) => lines.push(line), { clock, random: () => 0.5 });
  return { http, clock, lines };
}

async function errorOf(promise: Promise<unknown>): Promise<ApiError> {
  return promise.then(
    () => Promise.reject(new Error("it succeeded")),
    (error) => error,
  );
}

describe("a request", () => {
  it("carries query, JSON and credentials", async () => {
    const server = await serve(json({}));
    const { http } = transport(`${server.url}/base/`);
    await http.send({ method: "POST", path: "/api/x", query: { a: "1&2", n: 3, none: undefined }, json: { k: "v" } });
    expect(server.seen).toEqual([
      {
        method: "POST",
        url: "/base/api/x?a=1%262&n=3",
        headers: expect.objectContaining({
          authorization: `Bearer ${TOKEN}`,
          "content-type": "application/json",
          "user-agent": expect.stringMatching(/^pulumi-workato-dcr\/\d+\.\d+\.\d+/),
        }),
        body: '{"k":"v"}',
      },
    ]);
  });

  it("carries a form", async () => {
    const server = await serve(json({}));
    await transport(server.url).http.send({
      method: "POST",
      path: "/token",
      form: { grant_type: "a b", scope: "c&d" },
    });
    expect(server.seen[0]).toMatchObject({
      body: "grant_type=a+b&scope=c%26d",
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
  });

  it("carries other credentials in place of the vendor's", async () => {
    const server = await serve(json({}));
    const authorize = jest.fn(() => ({ authorization: "SSWS vendor" }));
    const { http } = transport(server.url, { authorize });
    await http.send({ method: "GET", path: "/", headers: { Authorization: "Bearer registration" } });
    expect(server.seen[0]?.headers.authorization).toBe("Bearer registration");
    expect(authorize).not.toHaveBeenCalled();
  });

  it("follows a next-link on the same origin", async () => {
    const server = await serve(json({}));
    await transport(`${server.url}/base`).http.send({
      method: "GET",
      path: `${server.url}/api?after=x`,
      query: { q: 1 },
    });
    expect(server.seen[0]?.url).toBe("/api?after=x&q=1");
  });

  it.each([
    ["another host", "http://127.0.0.2:1/api"],
    ["another scheme", "https://127.0.0.1/api"],
  ])("is not sent to %s, whoever says so", async (_, path) => {
    const server = await serve(json({}));
    const error = await errorOf(transport(server.url).http.send({ method: "GET", path }));
    expect(error).toMatchObject({ code: "redirected" });
    expect(error.outcome).toBe("not-done");
    expect(server.seen).toEqual([]);
  });

  it("is not built from credentials that would break out of the header", async () => {
    const server = await serve(json({}));
    const { http } = transport(server.url, { authorize: () => ({ authorization: "Bearer secret-1\r\nx-evil: 1" }) });
    const error = await errorOf(http.send({ method: "GET", path: "/" }));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).not.toContain("secret-1");
    expect(server.seen).toEqual([]);
  });
});

describe("an answer", () => {
  it("is JSON with headers and request id", async () => {
    const server = await serve(json({ id: 1 }, 201, { "x-okta-request-id": "r-1", link: "<x>" }));
    const answer = await transport(server.url).http.send({ method: "GET", path: "/" });
    expect(answer).toMatchObject({ status: 201, body: { id: 1 }, requestId: "r-1", headers: { link: "<x>" } });
  });

  it.each([
    ["behind a byte order mark", "\ufeff[1]", [1]],
    ["larger than an error may be", JSON.stringify("x".repeat(2_000_000)), "x".repeat(2_000_000)],
    ["empty", "", undefined],
    ["blank", "\r\n", undefined],
  ])("may be %s", async (_, sent, body) => {
    const server = await serve(text(sent));
    expect((await transport(server.url).http.send({ method: "GET", path: "/" })).body).toEqual(body);
  });

  it("may have a status that the caller takes as an answer", async () => {
    const server = await serve(text("no such thing", 404));
    const answer = await transport(server.url).http.send({ method: "DELETE", path: "/", accept: [404] });
    expect(answer).toMatchObject({ status: 404, body: "no such thing" });
  });
});

describe("a redirect", () => {
  it.each([301, 302, 303, 307, 308])("is not followed: %i", async (status) => {
    const other = await serve(json({}));
    const server = await serve(text("moved", status, { location: `${other.url}/login?x` }));
    const error = await errorOf(transport(server.url).http.send({ method: "POST", path: "/api/x", json: {} }));
    expect(error).toMatchObject({ code: "redirected" });
    expect(error.message).toContain(other.host);
    expect(error.message).toMatch(/region or base URL/);
    expect(other.seen).toEqual([]);
    expect(server.seen).toHaveLength(1);
  });
});

describe("a repeated call", () => {
  it("succeeds after a 429 and the wait that was asked for", async () => {
    const server = await serve(json({}, 429, { "retry-after": "7" }), json({ id: 1 }));
    const { http, clock, lines } = transport(server.url);
    expect((await http.send({ method: "POST", path: "/api/x", json: {} })).body).toEqual({ id: 1 });
    expect(clock.waits).toEqual([7_000]);
    expect(lines).toEqual([expect.stringMatching(/^Workato: waiting 7 s for the vendor's rate limit/)]);
    expect(server.seen).toHaveLength(2);
  });

  it("is a GET after 503", async () => {
    const server = await serve(json({}, 503), json({}, 502), json({ id: 1 }));
    const { http, clock } = transport(server.url);
    expect((await http.send({ method: "GET", path: "/" })).body).toEqual({ id: 1 });
    expect(clock.waits).toEqual([375, 750]);
  });

  it("asks for credentials anew", async () => {
    const server = await serve(json({}, 503), json({}));
    let tokens = 0;
    const authorize = async () => {
      tokens += 1;
      return { authorization: `Bearer token-${tokens}` };
    };
    await transport(server.url, { authorize }).http.send({ method: "GET", path: "/" });
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual(["Bearer token-1", "Bearer token-2"]);
  });

  it("is never a POST that may have been carried out", async () => {
    const server = await serve(json({}, 503));
    const error = await errorOf(transport(server.url).http.send({ method: "POST", path: "/", json: {} }));
    expect(error.outcome).toBe("unknown");
    expect(server.seen).toHaveLength(1);
  });

  it("is a POST that changes nothing, which leaves no doubt behind", async () => {
    const server = await serve(json({}, 503));
    const call = { method: "POST", path: "/token", form: {}, safe: true } as const;
    const error = await errorOf(transport(server.url).http.send(call));
    expect(error.outcome).toBe("not-done");
    expect(error.message).not.toContain("may have been carried out");
    expect(server.seen).toHaveLength(4);
  });

  it("asks for a form that is good for one use anew", async () => {
    const server = await serve(json({}, 503), json({}));
    let uses = 0;
    const form = () => {
      uses += 1;
      return { use: `${uses}` };
    };
    await transport(server.url).http.send({ method: "POST", path: "/token", form, safe: true });
    expect(server.seen.map(({ body }) => body)).toEqual(["use=1", "use=2"]);
  });

  it("leaves the outcome open if an earlier attempt may have been carried out", async () => {
    const server = await serve(json({}, 503), json({}, 404));
    const error = await errorOf(transport(server.url).http.send({ method: "DELETE", path: "/" }));
    expect(error).toMatchObject({ status: 404, outcome: "unknown" });
  });

  it("ends when all waits together are longer than retries may take", async () => {
    const server = await serve(json({}, 429, { "retry-after": "200" }));
    const error = await errorOf(transport(server.url).http.send({ method: "GET", path: "/" }));
    expect(error).toMatchObject({ code: "rate-limited" });
    expect(server.seen).toHaveLength(2);
  });

  it("is none when the vendor asks for more time than there is, and later calls hear that without asking", async () => {
    const server = await serve(json({}, 429, { "retry-after": "3600" }));
    const { http } = transport(server.url);
    const first = await errorOf(http.send({ method: "GET", path: "/" }));
    const second = await errorOf(http.send({ method: "GET", path: "/other" }));
    expect([first, second]).toEqual([
      expect.objectContaining({ code: "rate-limited" }),
      expect.objectContaining({ code: "rate-limited" }),
    ]);
    expect(first.message).toContain("asked to wait for 3600 s");
    expect(second.message).toContain("asked to wait for 3600 s");
    expect(server.seen).toHaveLength(1);
  });
});

it("the limit is kept by all transports of one origin together", async () => {
  const server = await serve(json({}));
  const { http, clock } = transport(server.url, { requestsPerMinute: 2 });
  const other = transport(server.url, { requestsPerMinute: 2 });
  await http.send({ method: "GET", path: "/1" });
  await other.http.send({ method: "GET", path: "/2" });
  expect(clock.waits).toEqual([]);
  await other.http.send({ method: "GET", path: "/3" });
  expect(clock.waits).toEqual([expect.closeTo(60_000, -3.5)]);
});

describe("the address", () => {
  it.each(["http://www.example.com", "http://10.0.0.1", "http://127.0.0.1.example.com", "ftp://127.0.0.1", "example"])(
    "has to be encrypted: %s",
    (baseUrl) => {
      expect(() => transport(baseUrl)).toThrow(ConfigurationError);
    },
  );

  it.each(["https://www.example.com", "http://localhost:1", "http://127.9.9.9", "http://[::1]:1"])(
    "may be %s",
    (baseUrl) => {
      expect(() => transport(baseUrl)).not.toThrow();
    },
  );
});

describe("a proxy from the environment", () => {
  const before = { ...process.env };
  beforeEach(() => {
    for (const name of Object.keys(process.env)) if (/^(https?|no)_proxy$/i.test(name)) delete process.env[name];
  });
  afterEach(() => {
    process.env = { ...before };
  });

  it("is asked for a tunnel, and is shown no credentials", async () => {
    const proxy = await serve(hang);
    process.env.HTTPS_PROXY = proxy.url;
    const error = await errorOf(
      transport("https://api.example.com").http.send({ method: "POST", path: "/", json: {} }),
    );
    expect(proxy.tunnels[0]).toBe("api.example.com:443 without credentials");
    expect(error).toMatchObject({ code: "unreachable" });
    expect(error.outcome).toBe("not-done");
  });

  it("is left out for hosts in NO_PROXY", async () => {
    const proxy = await serve(hang);
    process.env.HTTPS_PROXY = proxy.url;
    process.env.NO_PROXY = "invalid";
    await errorOf(transport("https://api.invalid").http.send({ method: "GET", path: "/" }));
    expect(proxy.tunnels).toEqual([]);
  });

  it("is left out on loopback, where plain http would show it the credentials", async () => {
    const [proxy, server] = [await serve(hang), await serve(json({}))];
    process.env.HTTP_PROXY = proxy.url;
    await transport(server.url).http.send({ method: "GET", path: "/" });
    expect([proxy.seen.length, proxy.tunnels.length, server.seen.length]).toEqual([0, 0, 1]);
  });

  it("that is no URL is an error of the configuration", () => {
    process.env.HTTPS_PROXY = "proxy.example.com:3128";
    expect(() => transport("https://api.example.com")).toThrow(ConfigurationError);
  });

  it("that is no URL once requests are sent fails each of them, and keeps no turn of the limit", async () => {
    const { http } = transport("https://api.example.org");
    process.env.HTTPS_PROXY = "proxy.example.com:3128";
    for (let call = 0; call < 30; call++) {
      await expect(http.send({ method: "GET", path: "/" })).rejects.toThrow(ConfigurationError);
    }
  });
});

import { Discovery, metadataUrls } from "../../../provider/api/discovery";
import { ForbiddenError } from "../../../provider/http/errors";
import { issuerAdvice } from "../../../provider/idp/okta/calls";
import { json, localServer } from "../http/local-server";
import { hastily, nameOf, useServers } from "./wire";

const ADVICE = issuerAdvice(nameOf);

test.each([
  [
    "a custom authorization server, where Okta serves its metadata first",
    "https://acme.okta.com/oauth2/default",
    [
      "https://acme.okta.com/oauth2/default/.well-known/oauth-authorization-server",
      "https://acme.okta.com/oauth2/default/.well-known/openid-configuration",
      "https://acme.okta.com/.well-known/oauth-authorization-server/oauth2/default",
    ],
  ],
  [
    "an issuer without a path, each address once",
    "https://acme.okta.com",
    [
      "https://acme.okta.com/.well-known/oauth-authorization-server",
      "https://acme.okta.com/.well-known/openid-configuration",
    ],
  ],
  [
    "an issuer with a slash at its end",
    "https://acme.okta.com/",
    [
      "https://acme.okta.com/.well-known/oauth-authorization-server",
      "https://acme.okta.com/.well-known/openid-configuration",
    ],
  ],
  [
    "a realm with a port and a slash at its end",
    "http://localhost:8080/realms/main/",
    [
      "http://localhost:8080/realms/main/.well-known/oauth-authorization-server",
      "http://localhost:8080/realms/main/.well-known/openid-configuration",
      "http://localhost:8080/.well-known/oauth-authorization-server/realms/main",
    ],
  ],
])("the metadata of %s", (_, issuer, urls) => {
  expect(metadataUrls(issuer)).toEqual(urls);
});

describe("of metadata that names another issuer than the one asked", () => {
  const serve = useServers();
  const naming = (issuer: string) => json({ issuer, token_endpoint: `${issuer}/v1/token` });
  /** Two domains: the configured one, which names the other, and that one, which names `itself`. */
  async function domains(itself: (url: string) => string = (url) => url) {
    const replies: Parameters<typeof serve>[0][] = [];
    const other = await serve((request, response) => replies[0]?.(request, response));
    replies.push(naming(itself(other.url)));
    const configured = await serve(naming(other.url));
    return { configured, other };
  }
  const discovery = (configured: string, named?: () => Promise<string>) =>
    new Discovery((url) => hastily(new URL(url).origin).http, configured, ADVICE, named);
  const refused = new ForbiddenError("forbidden", "403", "", {
    endpoint: "GET /api/v1/authorizationServers/default",
    refusal: {},
    outcome: "not-done",
  });

  test("that issuer's own is taken where the server says so", async () => {
    const { configured, other } = await domains();
    const found = discovery(configured.url, async () => other.url);
    expect(await found.metadata()).toMatchObject({ issuer: other.url });
    expect([await found.isCurrent(other.url), await found.isCurrent("https://example.com")]).toEqual([true, false]);
    expect([configured.seen.length, other.seen.length]).toEqual([1, 1]);
  });

  test.each<[string, ((other: string) => Promise<string>) | undefined]>([
    ["nobody can be asked", undefined],
    ["the credentials may not ask", () => Promise.reject(refused)],
    ["the server says otherwise", async () => "https://example.com"],
  ])("none is taken where %s, and the error names both and what to set", async (_, named) => {
    const { configured, other } = await domains();
    const found = discovery(configured.url, named && (() => named(other.url)));
    await expect(found.metadata()).rejects.toThrow(
      expect.objectContaining({
        code: "issuer_mismatch",
        message: expect.stringMatching(`${other.url}, not ${configured.url}.*workato-dcr:oktaOrgUrl to ${other.url} `),
      }),
    );
    expect(other.seen).toEqual([]);
  });

  test("none is taken where that issuer's own names a third", async () => {
    const { configured, other } = await domains(() => "https://example.com");
    const found = discovery(configured.url, async () => other.url);
    await expect(found.metadata()).rejects.toThrow(`names the issuer https://example.com, not ${other.url}`);
  });

  test("another trouble with the question is told as it is", async () => {
    const { configured } = await domains();
    const found = discovery(configured.url, () => Promise.reject(new Error("unreachable")));
    await expect(found.metadata()).rejects.toThrow("unreachable");
  });
});

describe("a site that answers every address with a page", () => {
  const serve = useServers();
  const page: Parameters<typeof serve>[0] = (_, response) => response.end("<!doctype html>");
  const discovery = (issuer: string) => new Discovery((url) => hastily(url).http, issuer, ADVICE);

  test("hides no metadata that it publishes under the other name", async () => {
    const server = await serve((request, response) => {
      const { url } = server;
      const isPublished = request.url === "/.well-known/openid-configuration";
      (isPublished ? json({ issuer: url, token_endpoint: `${url}/token` }) : page)(request, response);
    });
    expect(await discovery(server.url).metadata()).toMatchObject({ token_endpoint: `${server.url}/token` });
  });

  test("is told to be one where it publishes none", async () => {
    const server = await serve(page);
    await expect(discovery(server.url).metadata()).rejects.toThrow("the body is an HTML page");
  });
});

test("all documents of an issuer are had, but for what is not there and what is of another issuer", async () => {
  const server = await localServer((request, response) => {
    const at = (issuer: string) =>
      json({ issuer, token_endpoint: `${server.url}/token`, registration_endpoint: `${request.url}` });
    const issuer = `${server.url}/a`;
    const replies: Record<string, ReturnType<typeof json>> = {
      "/a/.well-known/openid-configuration": at(issuer),
      "/a/.well-known/oauth-authorization-server": json({}, 404),
      "/.well-known/oauth-authorization-server/a": at(server.url),
    };
    replies[request.url ?? ""]?.(request, response);
  });
  const discovery = new Discovery((url) => hastily(new URL(url).origin).http, `${server.url}/a`, ADVICE);
  const documents = await discovery.documents();
  await server.stop();
  expect(documents.map(({ url }) => url)).toEqual([`${server.url}/a/.well-known/openid-configuration`]);
});

import type { IdentityProvider } from "../../../../provider/idp/identity-provider";
import { rfc7591Provider } from "../../../../provider/idp/rfc7591";
import { type Rfc7591Config, rfc7591Settings } from "../../../../provider/idp/rfc7591/config";
import type { useServers } from "../../api/wire";
import { json, type Seen } from "../../http/local-server";

type Reply = Parameters<ReturnType<typeof useServers>>[0];

/** A server by what it answers to each request, such as `POST /reg`: to several, one after the other, the last over and over. */
export async function idpWith(
  serve: ReturnType<typeof useServers>,
  routes: Record<string, Reply | Reply[]>,
  settings: Partial<Rfc7591Config> | ((url: string) => Partial<Rfc7591Config>) = {},
) {
  const asked = new Map<string, number>();
  const server = await serve((request, response) => {
    const { url } = server;
    const own: Record<string, Reply | Reply[]> = {
      "GET /.well-known/openid-configuration": json({
        issuer: url,
        token_endpoint: `${url}/token`,
        registration_endpoint: `${url}/reg`,
      }),
      ...routes,
    };
    const route = `${request.method} ${request.url}`;
    const replies = [own[route] ?? json({ error: "not_found" }, 404)].flat();
    const turn = asked.get(route) ?? 0;
    asked.set(route, turn + 1);
    replies[Math.min(turn, replies.length - 1)]?.(request, response);
  });
  const given = typeof settings === "function" ? settings(server.url) : settings;
  const config = rfc7591Settings.parse({ type: "rfc7591", issuer: server.url, requestsPerMinute: 10_000, ...given });
  const limits = { timeoutSeconds: 5, retryTotalSeconds: 5 };
  const idp: IdentityProvider = rfc7591Provider("acme", { ...config, limits }, () => {});
  return {
    idp,
    url: server.url,
    /** What was asked, but for the metadata, with the token that it brought. */
    asked: () => server.seen.filter(({ url }) => !url?.includes("well-known")).map(told),
    forms: () =>
      server.seen.flatMap(({ body }) =>
        body.startsWith("grant_type") ? [Object.fromEntries(new URLSearchParams(body))] : [],
      ),
    bodies: () => server.seen.filter(({ body }) => body.startsWith("{")).map(({ body }) => JSON.parse(body)),
  };
}

function told({ method, url, headers }: Seen): string {
  const [, token] = /^Bearer (.*)$/.exec(headers.authorization ?? "") ?? [];
  return `${method} ${url}${token === undefined ? "" : ` ${token}`}`;
}

/** A client as states hold it. */
export const held = (url: string) => ({
  clientId: "c1",
  clientSecret: "secret-of-c1",
  tokenEndpointAuthMethod: "client_secret_basic",
  registrationAccessToken: "rat-1",
  registrationClientUri: `${url}/reg/c1`,
});

export const WANTED = {
  name: "orders",
  grantTypes: ["client_credentials"],
  tokenEndpointAuthMethod: "client_secret_basic",
  logoUri: undefined,
};

export const GRANTED = json({ access_token: "access-token-of-c1" });
export const REFUSED = json({ error: "invalid_token" }, 401);
export const UNKNOWN_CLIENT = json({ error: "invalid_client" }, 401);

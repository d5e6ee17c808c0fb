import { randomBytes } from "node:crypto";
import type Provider from "oidc-provider";
import type { Kept } from "./kept";
import type { OidcServerOptions } from "./options";
import type { Secrets } from "./provider";

const DAY = 86_400;

/** What a site adds to its server: initial access tokens that are good for one registration, and an endpoint that renews secrets, for a day. */
export function addSite(provider: Provider, kept: Kept, options: OidcServerOptions, secrets: Secrets): void {
  const used = new Set<string>();
  provider.use(async (ctx, next) => {
    const [, token = ""] = /^Bearer (\S+)$/.exec(ctx.get("authorization")) ?? [];
    if (options.initialAccess === "once" && ctx.method === "POST" && ctx.path === "/reg") {
      const isNew = !used.has(token) && (await provider.ClientCredentials.find(token)) !== undefined;
      used.add(token);
      ctx.req.headers.authorization = `Bearer ${isNew ? secrets.initialAccessToken : "refused"}`;
    }
    const [, clientId] = /^\/reg\/([^/]+)\/secret$/.exec(ctx.path) ?? [];
    if (clientId === undefined || ctx.method !== "POST") return next();
    const opened = await provider.RegistrationAccessToken.find(token);
    const client = kept.all("Client").find(({ client_id }) => client_id === clientId);
    if (client === undefined || opened?.clientId !== clientId) {
      ctx.status = 401;
      ctx.body = { error: "invalid_token" };
      return;
    }
    const client_secret = randomBytes(32).toString("base64url");
    const client_secret_expires_at = Math.floor(Date.now() / 1000) + DAY;
    kept.set("Client", clientId, { ...client, client_secret, client_secret_expires_at });
    ctx.body = { client_id: clientId, client_secret, client_secret_expires_at };
  });
}

/** What somebody does at the server by hand; besides, the next registration is carried out without an answer. */
export function addHands(provider: Provider, kept: Kept): void {
  let losesNext = false;
  provider.use(async (ctx, next) => {
    if (losesNext && ctx.method === "POST" && ctx.path === "/reg") {
      losesNext = false;
      await next();
      ctx.req.socket.destroy();
      return;
    }
    const [, clientId] = /^\/by-hand\/clients(?:\/([^/]+))?$/.exec(ctx.path) ?? [];
    if (!ctx.path.startsWith("/by-hand/")) return next();
    ctx.status = 200;
    if (ctx.path === "/by-hand/lost-answer") {
      losesNext = true;
      ctx.body = {};
    } else if (ctx.path === "/by-hand/registration-tokens") {
      kept.forget("RegistrationAccessToken");
      ctx.body = {};
    } else if (clientId === undefined) {
      ctx.body = kept.all("Client").map(({ client_secret: _, ...metadata }) => metadata);
    } else if (ctx.method === "DELETE") {
      kept.set("Client", clientId, undefined);
      ctx.body = {};
    } else {
      const client = kept.all("Client").find(({ client_id }) => client_id === clientId);
      kept.set("Client", clientId, { ...client, ...JSON.parse(await bodyOf(ctx.req)) });
      ctx.body = {};
    }
  });
}

async function bodyOf(request: AsyncIterable<Buffer>): Promise<string> {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

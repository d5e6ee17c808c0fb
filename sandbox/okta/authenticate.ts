import type { FastifyRequest } from "fastify";
import type { World } from "../world";
import { accessDenied, invalidToken } from "./errors";
import type { Idp } from "./idp";
import { acceptsSecret, findClient } from "./registry";

export type Guard = (scope: string) => { onRequest: (request: FastifyRequest) => Promise<void> };

/** Management calls take an SSWS token, or an access token of the org's own server with the scope that the endpoint needs. */
export function managementGuard({ info }: World, idp: Idp): Guard {
  return (scope) => ({
    onRequest: async ({ headers: { authorization = "" } }) => {
      const [scheme, token = ""] = authorization.split(" ");
      if (scheme === "SSWS" && token === info.oktaToken) return;
      const claims = scheme === "Bearer" ? await idp.verify(token, [info.oktaOrgUrl]) : undefined;
      if (!claims) throw invalidToken();
      if (!Array.isArray(claims.scp) || !claims.scp.includes(scope)) throw accessDenied();
    },
  });
}

/** RFC 6749 section 2.3.1, by header or by form. Returns the client id, or undefined. */
export function authenticatedClient(
  world: World,
  authorization: string | undefined,
  form: Record<string, string>,
): string | undefined {
  const [scheme, encoded = ""] = (authorization ?? "").split(" ");
  const [id, secret] =
    scheme === "Basic"
      ? Buffer.from(encoded, "base64").toString().split(":", 2).map(decodeFormPart)
      : [form.client_id, form.client_secret];
  if (id === undefined || secret === undefined) return undefined;
  const client = findClient(world, id);
  return client?.status === "ACTIVE" && acceptsSecret(client, secret) ? id : undefined;
}

function decodeFormPart(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

import { createPrivateKey, createSign, type JsonWebKey, randomUUID } from "node:crypto";
import * as workato from "pulumi-workato-dcr";
import type { Sandbox } from "../../sandbox/client";
import type { Workspace } from "../../tools/workspace";
import { outputsOf } from "../engine/support";
import type { Client, IdpServer } from "./servers/idp-server";

/** The settings of identity providers as a stack has them. */
export function configureIdps(workspace: Workspace, idps: Record<string, object>): Promise<void> {
  return workspace.configure({ "workato-dcr:identityProviders": { value: JSON.stringify(idps), secret: true } });
}

/** A DCR provider in the store `workato` at the identity provider `acme`, over a connection by which Workato reaches it. */
export function providerAt(issuer: string): workato.DcrProvider {
  const connection = new workato.HttpConnection("acme", { name: "Acme", baseUrl: issuer, auth: { type: "none" } });
  return new workato.DcrProvider("dcr", {
    ...{ name: "Acme", authenticationMethod: "oidc", scopes: ["orders.read"] },
    ...{ connection, identityProvider: "acme" },
  });
}

/** A token that somebody gets with a form and, unless it holds them, with the credentials in the header. */
export async function tokenOf(
  { clientId, clientSecret, tokenEndpoint }: Record<string, unknown> = {},
  form: Record<string, string> = {},
): Promise<{ status: number; token: string }> {
  const pair = [clientId, clientSecret].map((part) => encodeURIComponent(`${part}`)).join(":");
  const own = { authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
  const answer = await fetch(`${tokenEndpoint}`, {
    method: "POST",
    headers: "client_assertion" in form ? {} : own,
    body: new URLSearchParams({ grant_type: "client_credentials", ...form }),
  });
  const { access_token: token = "" } = (await answer.json()) as { access_token?: string };
  return { status: answer.status, token };
}

/** What the gateway answers to a token by the credentials of a resource; the status of the token endpoint where it gives none. */
export async function callWith(sandbox: Sandbox, credentials: Record<string, unknown> | undefined): Promise<number> {
  const { status, token } = await tokenOf(credentials);
  return status === 200 ? (await sandbox.gateway(1, token)).status : status;
}

/** The same of each of some resources of a stack. */
export async function callsOf(sandbox: Sandbox, workspace: Workspace, names: readonly string[]): Promise<number[]> {
  return Promise.all(names.map(async (name) => callWith(sandbox, await outputsOf(workspace, name))));
}

/** What a client signs instead of having a secret, RFC 7523 section 2.2. */
export function assertionOf(clientId: string, audience: string, key: JsonWebKey): Record<string, string> {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: clientId, sub: clientId, aud: audience, iat: now, exp: now + 60, jti: randomUUID() };
  const signed = `${part({ alg: "ES256", kid: key.kid })}.${part(claims)}`;
  const privateKey = createPrivateKey({ key, format: "jwk" });
  const signature = createSign("SHA256").update(signed).sign({ key: privateKey, dsaEncoding: "ieee-p1363" });
  return {
    client_id: clientId,
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: `${signed}.${signature.toString("base64url")}`,
  };
}

/** The names of the clients at a server, without the ownership marks. */
export async function namesAt({ clients }: Pick<IdpServer<unknown>, "clients">): Promise<string[]> {
  return (await clients()).map(bareName).sort();
}

const bareName = ({ client_name }: Client) => client_name.replace(/ \(pulumi:.*\)$/, "");

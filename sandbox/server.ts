import { randomBytes } from "node:crypto";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { FastifyServerFactory } from "fastify";
import { Door } from "./door";
import { Faults } from "./faults";
import { front, type Manners } from "./front";
import { Realm } from "./keycloak/model";
import { MANAGER, REALM } from "./keycloak/presets";
import { keycloakManners, keycloakServer } from "./keycloak/server";
import { RateLimits } from "./limits";
import { RequestLog } from "./log";
import { createIdp } from "./okta/idp";
import { OrgSettings } from "./okta/org-settings";
import { oktaManners, oktaServer } from "./okta/server";
import {
  API_COLLECTIONS,
  API_POLICIES,
  AUTHORIZATION_SERVER_ID,
  CUSTOM_SCOPE,
  FOLDER_IDS,
  INTROSPECTION_PATH,
  PORTAL_IDS,
} from "./presets";
import type { SandboxInfo } from "./protocol";
import { randomText } from "./secrets";
import { Store } from "./store";
import { workatoManners, workatoServer } from "./workato/server";
import type { Switches, World } from "./world";

export interface RunningSandbox {
  info: SandboxInfo;
  stop(): void;
}

/** A listener for each side, on loopback only. Port 0 takes free ones; else the identity providers have the ports after Workato's. */
export async function runSandbox(switches: Switches, port: number): Promise<RunningSandbox> {
  const ports = [0, 1, 2].map((offset) => listen(port === 0 ? 0 : port + offset));
  const [workato, okta, keycloak] = (await Promise.all(ports)) as [Server, Server, Server];
  const world: World = {
    ...switches,
    info: describe(origin(workato), okta, origin(keycloak)),
    store: new Store(),
    log: new RequestLog(),
    faults: new Faults(),
    limits: new RateLimits(),
    org: new OrgSettings(),
    realm: new Realm(),
    doors: { workato: new Door(workato), okta: new Door(okta), keycloak: new Door(keycloak) },
  };
  const idp = await createIdp(world);
  const behind = (server: Server, manners: Manners): FastifyServerFactory => {
    return (handler) => server.on("request", front(world, manners, handler as RequestListener));
  };
  await Promise.all([
    workatoServer(world, idp, behind(workato, workatoManners)).ready(),
    oktaServer(world, idp, behind(okta, oktaManners)).ready(),
    keycloakServer(world, behind(keycloak, keycloakManners)).then((app) => app.ready()),
  ]);
  return {
    info: world.info,
    stop: () => {
      for (const server of [workato, okta, keycloak]) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

function listen(port: number): Promise<Server> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

function origin(server: Server, host = "127.0.0.1"): string {
  return `http://${host}:${(server.address() as AddressInfo).port}`;
}

function describe(workatoBaseUrl: string, okta: Server, keycloakUrl: string): SandboxInfo {
  const oktaOrgUrl = origin(okta);
  const issuer = `${oktaOrgUrl}/oauth2/${AUTHORIZATION_SERVER_ID}`;
  return {
    workatoBaseUrl,
    workatoToken: `wrka-sandbox-${randomBytes(24).toString("hex")}`,
    oktaOrgUrl,
    oktaCustomUrl: origin(okta, "localhost"),
    oktaToken: `00${randomText(40)}`,
    issuer,
    jwksUri: `${issuer}/v1/keys`,
    tokenEndpoint: `${issuer}/v1/token`,
    introspectionPath: INTROSPECTION_PATH,
    scope: CUSTOM_SCOPE,
    introspectionClientId: `0oa${randomText(17)}`,
    introspectionClientSecret: randomText(64),
    keycloakIssuer: `${keycloakUrl}/realms/${REALM}`,
    keycloakClientId: MANAGER,
    keycloakClientSecret: randomText(48),
    gatewayUrl: `${workatoBaseUrl}/gateway`,
    controlUrl: `${workatoBaseUrl}/_sandbox`,
    apiCollectionIds: API_COLLECTIONS.map(({ id }) => id),
    apiPolicyId: API_POLICIES[0]?.id ?? 0,
    portalId: PORTAL_IDS[0] ?? 0,
    folderId: FOLDER_IDS[0] ?? 0,
  };
}

import type { KeycloakClient } from "./keycloak/model";
import { presetPolicy, presetRule, presetScopes, presetServer } from "./okta/authorization-server-presets";
import type { AccessPolicy, AccessRule, AuthorizationServer, Claim, OAuthClient, Scope } from "./okta/model";
import { API_COLLECTIONS, FOLDER_IDS } from "./presets";
import type { ApiClient, ApiCollection, ApiKey, Connection, DcrProvider } from "./workato/model";

/** Everything that is held. Maps keep the order of creation, which lists and paging rely on. */
export class Store {
  readonly workato = {
    connections: new Map<number, Connection>(),
    dcrProviders: new Map<number, DcrProvider>(),
    apiClients: new Map<number, ApiClient>(),
    apiKeys: new Map<number, ApiKey>(),
    apiCollections: new Map<number, ApiCollection>(),
  };
  readonly okta = {
    clients: new Map<string, OAuthClient>(),
    claims: new Map<string, Claim>(),
    servers: new Map<string, AuthorizationServer>(),
    scopes: new Map<string, Scope>(),
    policies: new Map<string, AccessPolicy>(),
    rules: new Map<string, AccessRule>(),
  };
  /** By client id. */
  readonly keycloak = { clients: new Map<string, KeycloakClient>() };
  /** Registration access tokens and the like, which the authorization server library keeps. */
  readonly artifacts = new Map<string, unknown>();
  #lastId = 0;
  readonly #checkpoints = new Map<string, { maps: Map<unknown, unknown>[]; lastId: number }>();

  constructor() {
    this.reset();
  }

  /** Keeps what is held now under a name. */
  save(name: string): void {
    this.#checkpoints.set(name, structuredClone({ maps: this.#maps(), lastId: this.#lastId }));
  }

  /** Holds again what was kept; `false` where there is nothing of this name. */
  restore(name: string): boolean {
    const kept = structuredClone(this.#checkpoints.get(name));
    if (!kept) return false;
    this.#lastId = kept.lastId;
    this.#maps().forEach((map, index) => {
      map.clear();
      for (const [key, value] of kept.maps[index] ?? []) map.set(key, value);
    });
    return true;
  }

  #maps() {
    return [...Object.values(this.workato), ...Object.values(this.okta), this.keycloak.clients, this.artifacts] as Map<
      unknown,
      unknown
    >[];
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  reset(): void {
    for (const map of this.#maps()) map.clear();
    this.#lastId = 1000;
    for (const { id, name } of API_COLLECTIONS) this.addCollection(id, name);
    const server = presetServer();
    this.okta.servers.set(server.id, server);
    for (const scope of presetScopes()) this.okta.scopes.set(scope.id, scope);
    const policy = presetPolicy();
    this.okta.policies.set(policy.id, policy);
    const rule = presetRule(policy.id);
    this.okta.rules.set(rule.id, rule);
  }

  addCollection(id: number, name: string): ApiCollection {
    const now = new Date().toISOString();
    const collection = {
      id,
      name,
      project_id: String(FOLDER_IDS[0]),
      version: "1.0",
      created_at: now,
      updated_at: now,
    };
    this.workato.apiCollections.set(id, collection);
    return collection;
  }
}

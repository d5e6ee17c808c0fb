import type { KeycloakClient } from "./keycloak/model";
import { presetPolicy, presetRule, presetScopes, presetServer } from "./okta/authorization-server-presets";
import type { AccessPolicy, AccessRule, AuthorizationServer, Claim, OAuthClient, Scope } from "./okta/model";
import { API_COLLECTIONS, FOLDER_IDS } from "./presets";
import type { StoreDump } from "./protocol";
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
  readonly #checkpoints = new Map<string, StoreDump>();

  constructor() {
    this.reset();
  }

  /** Keeps what is held now under a name. */
  save(name: string): void {
    this.#checkpoints.set(name, this.dump());
  }

  /** Holds again what was kept; `false` where there is nothing of this name. */
  restore(name: string): boolean {
    const kept = this.#checkpoints.get(name);
    if (kept) this.load(kept);
    return kept !== undefined;
  }

  /** Everything held as it is, secrets included. */
  dump(): StoreDump {
    const entries = Object.entries(this.#maps()).map(([name, map]) => [name, [...map]]);
    return structuredClone({ lastId: this.#lastId, maps: Object.fromEntries(entries) });
  }

  /** Holds what was dumped; of a map that is not named, what there is at the start. @throws Error for a map that there is not */
  load({ lastId, maps }: StoreDump): void {
    const own = this.#maps();
    const unknown = Object.keys(maps).find((name) => !(name in own));
    if (unknown !== undefined) throw Object.assign(new Error(`there is no map ${unknown}`), { statusCode: 400 });
    this.reset();
    this.#lastId = lastId;
    for (const [name, entries] of Object.entries(maps)) refill(own[name], structuredClone(entries));
  }

  /** All maps by their names, such as `workato.connections`. */
  #maps(): Record<string, Map<unknown, unknown>> {
    const { workato, okta, keycloak, artifacts } = this;
    const named = Object.entries({ workato, okta, keycloak }).flatMap(([side, maps]) =>
      Object.entries(maps).map(([name, map]) => [`${side}.${name}`, map] as const),
    );
    return { ...Object.fromEntries(named), artifacts } as Record<string, Map<unknown, unknown>>;
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  reset(): void {
    for (const map of Object.values(this.#maps())) map.clear();
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

function refill(map: Map<unknown, unknown> | undefined, entries: [unknown, unknown][]): void {
  map?.clear();
  for (const [key, value] of entries) map?.set(key, value);
}

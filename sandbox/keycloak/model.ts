/** What a realm of Keycloak holds, as its admin API shows it: `ClientRepresentation`. */

export interface ProtocolMapper {
  id: string;
  name: string;
  protocol: string;
  protocolMapper: string;
  consentRequired: boolean;
  config: Record<string, string>;
}

export interface KeycloakClient {
  id: string;
  clientId: string;
  name?: string | undefined;
  enabled: boolean;
  clientAuthenticatorType: string;
  secret?: string | undefined;
  bearerOnly: boolean;
  publicClient: boolean;
  standardFlowEnabled: boolean;
  implicitFlowEnabled: boolean;
  directAccessGrantsEnabled: boolean;
  serviceAccountsEnabled: boolean;
  protocol: string;
  attributes: Record<string, string>;
  protocolMappers: ProtocolMapper[];
}

/** What differs between realms, so that tests see both. */
export interface RealmSettings {
  /** Whether a client policy rotates secrets: they expire, and the one before stays in force for a while. */
  rotatesSecrets: boolean;
  /** Whether the service account may manage clients, and not only see them. */
  manageClients: boolean;
  /** Whether it may see them: an account with the role `query-clients` alone may ask, and gets an empty list. */
  viewClients: boolean;
}

export class Realm {
  static readonly DEFAULTS: RealmSettings = { rotatesSecrets: false, manageClients: true, viewClients: true };
  #held = Realm.DEFAULTS;

  get now(): Readonly<RealmSettings> {
    return this.#held;
  }

  set(changes: Partial<RealmSettings>): void {
    this.#held = { ...this.#held, ...changes };
  }

  reset(): void {
    this.#held = Realm.DEFAULTS;
  }
}

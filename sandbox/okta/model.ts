/** What the identity provider holds. `metadata` is the client as RFC 7591 and Okta's wire name it, without its secrets. */

export interface ClientMetadata {
  client_id: string;
  client_id_issued_at: number;
  client_name?: string | undefined;
  application_type?: string | undefined;
  grant_types: string[];
  response_types: string[];
  redirect_uris: string[];
  token_endpoint_auth_method: string;
  jwks?: { keys: Record<string, unknown>[] } | undefined;
  jwks_uri?: string | undefined;
  [name: string]: unknown;
}

export interface ClientSecret {
  id: string;
  status: "ACTIVE" | "INACTIVE";
  client_secret: string;
  created: string;
  lastUpdated: string;
}

/** An OAuth client and its Okta app are one thing: the app's id is the client id. */
export interface OAuthClient {
  metadata: ClientMetadata;
  /** Oldest first, at most two. */
  secrets: ClientSecret[];
  status: "ACTIVE" | "INACTIVE";
  profile: Record<string, unknown>;
  /** What only the app has: accessibility, visibility and the like. */
  app: Record<string, unknown>;
  created: string;
  lastUpdated: string;
}

export interface AuthorizationServer {
  id: string;
  name: string;
  description: string;
  audiences: string[];
  issuerMode: "ORG_URL" | "CUSTOM_URL" | "DYNAMIC";
  status: "ACTIVE" | "INACTIVE";
  created: string;
  lastUpdated: string;
}

export interface Scope {
  id: string;
  name: string;
  displayName?: string | undefined;
  description?: string | undefined;
  system: boolean;
  /** Given where a token request names no scope. */
  default: boolean;
  consent: "REQUIRED" | "IMPLICIT" | "FLEXIBLE";
  metadataPublish: "ALL_CLIENTS" | "NO_CLIENTS";
  optional: boolean;
}

/** What is tried by priority. */
export interface Ranked {
  id: string;
  name: string;
  status: "ACTIVE" | "INACTIVE";
  /** 1 comes first. */
  priority: number;
  system: boolean;
  created: string;
  lastUpdated: string;
}

interface Filter {
  include?: string[] | undefined;
  exclude?: string[] | undefined;
}

export interface AccessPolicy extends Ranked {
  description: string;
  conditions: { clients: { include: string[] } };
}

export interface AccessRule extends Ranked {
  policyId: string;
  conditions: {
    people?: { users?: Filter | undefined; groups?: Filter | undefined } | undefined;
    grantTypes: { include: string[] };
    scopes: { include: string[] };
  };
  actions: { token: { accessTokenLifetimeMinutes: number; [name: string]: unknown } };
}

export interface Claim {
  id: string;
  name: string;
  status: "ACTIVE" | "INACTIVE";
  claimType: "RESOURCE" | "IDENTITY";
  valueType: "EXPRESSION";
  value: string;
  alwaysIncludeInToken: boolean;
  conditions: { scopes: string[] };
  system: boolean;
}

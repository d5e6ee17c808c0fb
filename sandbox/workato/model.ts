/** What Workato's side holds. Names and types are those of the wire; timestamps are ISO 8601. */

export interface Connection {
  id: number;
  name: string;
  provider: string;
  application: string;
  folder_id: number;
  parent_id: number | null;
  external_id: string | null;
  description: string | null;
  /** Never part of an answer. */
  input: Record<string, unknown>;
  authorization_status: "success" | "failed" | "exception" | null;
  authorization_error: string | null;
  authorized_at: string | null;
  connection_lost_at: string | null;
  connection_lost_reason: string | null;
  tags: string[] | null;
  created_at: string;
  updated_at: string;
}

/** Assumed: Workato publishes no such endpoint. */
export interface DcrProvider {
  id: number;
  name: string;
  connection_id: number;
  auth_method: "oidc" | "oauth2_introspection";
  required_claims: string[];
  access_profile_claim: string | null;
  introspection_connection_id: number | null;
  introspection_endpoint_path: string | null;
  scopes: string[];
  created_at: string;
  updated_at: string;
}

export interface ApiClient {
  id: number;
  name: string;
  description: string | null;
  project_id: number | null;
  api_portal_id: number | null;
  email: string | null;
  api_collection_ids: number[];
  api_policy_id: number | null;
  auth_type: "token" | "jwt" | "oauth2" | "oidc" | "oauth2_introspection";
  jwt_method: "hmac" | "rsa" | null;
  jwt_secret: string | null;
  oidc_issuer: string | null;
  oidc_jwks_uri: string | null;
  access_profile_claim: string | null;
  required_claims: string[];
  allowed_issuers: string[];
  mtls_enabled: boolean;
  validation_formula: string | null;
  cert_bundle_ids: number[];
  /** Assumed. */
  dcr_provider_id: number | null;
  created_at: string;
  updated_at: string;
}

export interface ApiKey {
  id: number;
  api_client_id: number;
  name: string;
  active: boolean;
  active_since: string | null;
  ip_allow_list: string[];
  ip_deny_list: string[];
  auth_token: string;
  /** Assumed. */
  external_client_id: string | null;
}

export interface ApiCollection {
  id: number;
  name: string;
  project_id: string;
  version: string;
  created_at: string;
  updated_at: string;
}

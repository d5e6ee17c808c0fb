import { API_POLICIES, CERT_BUNDLE_IDS, PORTAL_IDS, PROJECT_IDS } from "../presets";
import type { Store } from "../store";
import type { FieldErrors } from "./errors";
import type { ApiClient } from "./model";

/** What an API client as a whole is held against: ids that exist, and what its authentication method needs. */
export function clientErrors(client: ApiClient, { workato }: Store): FieldErrors {
  const errors: FieldErrors = {};
  const complain = (field: keyof ApiClient, message: string) => {
    errors[field] = [message];
  };
  const mustExist = (field: keyof ApiClient, ids: (number | null)[], known: number[]) => {
    if (ids.some((one) => one !== null && !known.includes(one))) complain(field, "does not exist");
  };
  mustExist("api_collection_ids", client.api_collection_ids, [...workato.apiCollections.keys()]);
  mustExist(
    "api_policy_id",
    [client.api_policy_id],
    API_POLICIES.map((policy) => policy.id),
  );
  mustExist("api_portal_id", [client.api_portal_id], PORTAL_IDS);
  mustExist("project_id", [client.project_id], PROJECT_IDS);
  mustExist("cert_bundle_ids", client.cert_bundle_ids, CERT_BUNDLE_IDS);
  mustExist("dcr_provider_id", [client.dcr_provider_id], [...workato.dcrProviders.keys()]);
  if (client.api_portal_id !== null && client.email === null) complain("email", "can't be blank");
  if (client.auth_type === "jwt" && client.jwt_method === null) complain("jwt_method", "can't be blank");
  if (client.auth_type === "jwt" && client.jwt_secret === null) complain("jwt_secret", "can't be blank");

  const byProvider = client.dcr_provider_id !== null;
  const provider = byProvider ? workato.dcrProviders.get(client.dcr_provider_id ?? 0) : undefined;
  if (provider && provider.auth_method !== client.auth_type)
    complain("auth_type", "differs from that of the DCR provider");
  if (client.auth_type === "oauth2_introspection" && !byProvider) complain("dcr_provider_id", "can't be blank");
  if (client.auth_type === "oidc" && !byProvider && client.oidc_issuer === null && client.oidc_jwks_uri === null) {
    complain("oidc_issuer", "can't be blank without oidc_jwks_uri");
  }
  return errors;
}

import { ProviderError } from "../../errors";

/** @param may what the service account may do, as far as that is too little */
export function missingRight(may: string): ProviderError {
  return new ProviderError(
    "missing_right",
    `The service account at Keycloak may ${may}`,
    "Give it the role manage-clients of realm-management (Clients, the service account's client, Service accounts roles)",
  );
}

/** A realm has clients of its own, which whoever may see clients sees. Of one that sees none, no list says what is there. */
export const SEES_NONE = "see no client of the realm";

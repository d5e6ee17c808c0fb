import { ProviderError } from "../../errors";
import { RIGHT } from "./hints";

/** @param may what the service account may do, as far as that is too little */
export function missingRight(may: string): ProviderError {
  return new ProviderError("missing_right", `The service account at Keycloak may ${may}`, RIGHT);
}

/** Every realm has clients of its own. To an account that sees not even those, a list says nothing of what is there. */
export const SEES_NONE = "see no client of the realm";

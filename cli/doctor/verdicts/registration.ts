import { fail, ok, type Verdict } from "../check";

interface RegistrationFacts {
  /** From the issuer's metadata. */
  endpoint?: string | undefined;
  orgUrl: string;
  /** Absent with an SSWS token. */
  granted?: readonly string[] | undefined;
}

/** Whether clients can be registered, as far as that can be told without trying. */
export function registrationVerdict({ endpoint, orgUrl, granted }: RegistrationFacts): Verdict {
  const at = endpoint ?? `${orgUrl}/oauth2/v1/clients`;
  const seen = endpoint === undefined ? `the metadata names no endpoint; Okta's is ${at}` : `at ${at}`;
  if (granted === undefined)
    return ok(`${seen}; the token reads clients, and only the first up shows whether it registers`);
  if (granted.includes("okta.clients.register")) return ok(`${seen}; okta.clients.register is granted`);
  return fail(`${seen}; okta.clients.register is not granted`, "Grant it to the app in Okta (Okta API Scopes)");
}

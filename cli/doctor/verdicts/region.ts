import { REGIONS } from "../../../provider/config";
import { ok, type Verdict, warn } from "../check";

/** @param known whether the token is known at this address */
export function regionVerdict(baseUrl: string, known: boolean): Verdict {
  const region = Object.entries(REGIONS).find(([, url]) => url === baseUrl)?.[0];
  const asked = region === undefined ? `${baseUrl} (workato-dcr:baseUrl)` : `${region} (${baseUrl})`;
  if (known) return ok(`${asked} knows the token`);
  return warn(
    `${asked} was asked and does not know the token`,
    "A token is known in its own region only: compare with the address of Workato in your browser, and if it is another one " +
      `run: pulumi config set workato-dcr:region <${Object.keys(REGIONS).join("|")}>`,
  );
}

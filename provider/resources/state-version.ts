import { ProviderError } from "../errors";
import { version as installed } from "../version";

/*
 * A state names the oldest version of this package that reads it without loss, where that is not the first one. An older one would
 * leave out of the state what it does not know: it refuses instead.
 */

type Bag = Readonly<Record<string, unknown>>;

/** @throws ProviderError `state_newer` for a state of which this version would lose a part */
export function requireReadable({ neededVersion }: Bag): void {
  if (typeof neededVersion !== "string" || !isOlder(installed, neededVersion)) return;
  throw new ProviderError(
    "state_newer",
    `A newer version of pulumi-workato-dcr has written the state of this resource, and ${installed} would lose part of it`,
    `Install pulumi-workato-dcr ${neededVersion} or newer, as a package or a plugin, whichever the program uses`,
  );
}

/** The state as a resource of this kind leaves it. */
export function stamped<S extends object>(
  state: S,
  { neededVersion }: { neededVersion?: string },
): S & { neededVersion?: string } {
  return neededVersion === undefined ? state : { ...state, neededVersion };
}

function isOlder(version: string, than: string): boolean {
  return version.localeCompare(than, "en", { numeric: true }) < 0;
}

import { z } from "zod";
import type { Bag } from "../bag";
import { ProviderError } from "../errors";
import { unreadable } from "../lifecycle/check";
import type { State } from "../lifecycle/state";
import { version as installed } from "../version";
import type { Resource } from "./resource";

/*
 * A state names the oldest version of this package that reads it without loss, where that is not the first one. An older one would
 * leave out of the state what it does not know: it refuses instead.
 */

/** Made once: a schema takes far longer to make than to use. */
const TEXT = z.string();
const LIST = z.array(z.string());

/**
 * A function that reads states of the resource. It throws a ProviderError for one that another version of this package has written:
 * `state_newer` where this version would lose part of it, `state_unreadable` where it has a form of its own.
 */
export function stateReader<I extends object, O extends object>({ properties, ids, outputs }: Resource<I, O>) {
  const shape = Object.entries(properties).map(([name, { schema }]) => [name, schema] as const);
  const whole = {
    ...Object.fromEntries(shape),
    ...Object.fromEntries(ids.map((key) => [key, TEXT])),
    ...outputs,
    unconfirmed: LIST,
    neededVersion: TEXT,
  };
  return (recorded: Bag): State<I, O> => {
    requireReadable(recorded);
    const path = unreadable(whole, recorded);
    if (path === undefined) return recorded as State<I, O>;
    throw new ProviderError(
      "state_unreadable",
      `${path}: the state holds it in a form that this version of pulumi-workato-dcr does not know`,
      "Install the version that has written the state, or a newer one",
    );
  };
}

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

import { withoutUndefined } from "../lifecycle/state";
import { PartialFailure } from "../resources/failure";
import { shown } from "../resources/shown";

/**
 * An error as the engine may show it: redacted, and without a stack, which it prints for some calls. A partial failure
 * becomes what makes the engine keep the resource in the state (`ErrorResourceInitFailed`).
 * @param seen the properties of the call, for the provider's own entry among them
 */
export function present(error: unknown, seen: Record<string, unknown> = {}): Error {
  const message = shown(error);
  const presented = new Shown(message);
  presented.name = error instanceof Error ? error.name : "Error";
  if (!(error instanceof PartialFailure)) return presented;
  const properties = onWire(error.state);
  // Without its own entry, the engine could not find the provider at the next apply.
  if (seen.__provider !== undefined) properties.__provider = seen.__provider;
  return Object.assign(presented, { id: error.id, properties, reasons: [message] });
}

class Shown extends Error {
  override stack = "";

  /** Of some calls, the SDK prints this too, followed by a colon, beside the error that the engine shows with its resource. */
  override toString(): string {
    return "pulumi-workato-dcr failed, for the reason that stands with the resource";
  }
}

/** Properties as the engine's wire format takes them: an error with an `undefined` in it would never arrive. */
export const onWire = (value: object) => withoutUndefined(value) as Record<string, unknown>;

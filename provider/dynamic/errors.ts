import { ProviderError } from "../errors";
import { redact } from "../redact";
import { PartialFailure } from "../resources/failure";

/**
 * An error as the engine may show it: redacted, and without a stack, which it prints for some calls. A partial failure
 * becomes what makes the engine keep the resource in the state (`ErrorResourceInitFailed`).
 * @param seen the properties of the call, for the provider's own entry among them
 */
export function present(error: unknown, seen: Record<string, unknown> = {}): Error {
  const message = redact(describe(error));
  const shown = new Shown(message);
  shown.name = error instanceof Error ? error.name : "Error";
  if (!(error instanceof PartialFailure)) return shown;
  const properties = onWire(error.state);
  // Without its own entry, the engine could not find the provider at the next apply.
  if (seen.__provider !== undefined) properties.__provider = seen.__provider;
  return Object.assign(shown, { id: error.id, properties, reasons: [message] });
}

class Shown extends Error {
  override stack = "";

  /** Of some calls, the SDK prints this too, followed by a colon, beside the error that the engine shows with its resource. */
  override toString(): string {
    return "pulumi-workato-dcr failed, for the reason that stands with the resource";
  }
}

/** `value` without `undefined` at any depth: the engine's wire format refuses it, and an error with it would never arrive. */
export function onWire(value: object): Record<string, unknown> {
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.map(([key, inner]) => [key, valueOnWire(inner)]));
}

function valueOnWire(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(valueOnWire);
  return value !== null && typeof value === "object" ? onWire(value) : value;
}

function describe(error: unknown): string {
  if (error instanceof PartialFailure && !(error.cause instanceof ProviderError)) return describe(error.cause);
  if (error instanceof ProviderError) return error.message;
  const message = error instanceof Error ? error.message : String(error);
  return (
    `Unexpected: ${message}. This is a bug in pulumi-workato-dcr, not in your program. ` +
    "Run the command again; if it fails again, report this message with the version of the package"
  );
}

import { ProviderError } from "../errors";
import { redact } from "../redact";
import { PartialFailure } from "./failure";

/** The text of an error as a user may see it, without any secret. */
export function shown(error: unknown): string {
  return redact(describe(error));
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

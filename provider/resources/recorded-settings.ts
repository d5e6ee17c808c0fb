import { ConfigurationError } from "../errors";
import { UnauthorizedError } from "../http/errors";

const RECORDED =
  "If it is right by now: a refresh and a destroy use the configuration as the last pulumi up has left it in the state. Add --run-program, " +
  "or run pulumi up first";

/**
 * Throws the error of what reads or deletes anew, with what else may mend it: an engine does not say which settings it has handed over, and
 * runs no program for these commands that would give it others.
 */
export function withRecordedSettings(error: unknown): never {
  if (!(error instanceof UnauthorizedError || error instanceof ConfigurationError)) throw error;
  const next = `${error.next.replace(/[.]$/, "")}. ${RECORDED}`;
  if (error instanceof UnauthorizedError) throw new UnauthorizedError(error.code, error.what, next, error);
  throw new ConfigurationError(error.what, next);
}

/**
 * The root of every error that a user can meet. Its message says what happened, where, and what to do next; it holds no
 * secret, since it is printed as it is.
 */
export class ProviderError extends Error {
  /**
   * @param code stable across versions, for programs that look at errors
   * @param what what happened, and where: a property path, or an endpoint with status and request id
   * @param next what the user can do about it, as a full sentence; empty where there is nothing to add
   * @param doubt what the message says besides of what happened
   */
  constructor(
    readonly code: string,
    readonly what: string,
    readonly next = "",
    doubt = "",
  ) {
    super(next ? `${what.replace(/[.\s]+$/, "")}${doubt}. ${next}` : `${what}${doubt}`);
    this.name = new.target.name;
  }
}

/** What begins a step that is a command. */
const RUN = "Run: ";

/** Configuration that is missing or contradicts itself; `next` names the command that mends it. */
export class ConfigurationError extends ProviderError {
  constructor(what: string, next: string) {
    super("configuration", what, next);
  }

  /** This one and another one in one error. */
  with(other: ConfigurationError): ConfigurationError {
    const both = [this.next, other.next];
    const next = both.every((it) => it.startsWith(RUN))
      ? `${this.next} && ${other.next.slice(RUN.length)}`
      : both.join(". ");
    return new ConfigurationError(`${this.what}. ${other.what}`, next);
  }
}

/** One mistake in the inputs of a resource, at its property path such as `introspection.endpointPath`. */
export interface Problem {
  property: string;
  reason: string;
}

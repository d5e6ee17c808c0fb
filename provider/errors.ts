/**
 * The root of every error that a user can meet. Its message says what happened, where, and what to do next; it holds no
 * secret, since it is printed as it is.
 */
export class ProviderError extends Error {
  /**
   * @param code stable across versions, for programs that look at errors
   * @param what what happened, and where: a property path, or an endpoint with status and request id
   * @param next what the user can do about it, as a full sentence; empty where there is nothing to add
   */
  constructor(
    readonly code: string,
    readonly what: string,
    readonly next = "",
  ) {
    super(next ? `${what.replace(/[.\s]+$/, "")}. ${next}` : what);
    this.name = new.target.name;
  }
}

/** Configuration that is missing or contradicts itself; `next` names the command that mends it. */
export class ConfigurationError extends ProviderError {
  constructor(what: string, next: string) {
    super("configuration", what, next);
  }

  /** This one and another one in one error. */
  with(other: ConfigurationError): ConfigurationError {
    return new ConfigurationError(`${this.what}. ${other.what}`, `${this.next} && ${other.next.replace(/^Run: /, "")}`);
  }
}

/** One mistake in the inputs of a resource, at its property path such as `introspection.endpointPath`. */
export interface Problem {
  property: string;
  reason: string;
}

import type { Management, RecordedClient } from "../identity-provider";

/**
 * How clients are managed by now: any answer may bring another registration access token (RFC 7592 section 3), and what a caller holds may be
 * of before an answer to another call of this process.
 */
export class ManagementTokens {
  /** By the token that they took the place of. */
  private readonly later = new Map<string, Management>();

  /** @returns what opens the client's configuration endpoint; without a token where there is none */
  current({ registrationAccessToken, registrationClientUri }: RecordedClient): Management {
    let now: Management = { registrationAccessToken, registrationClientUri };
    for (let next = this.after(now); next !== undefined; next = this.after(now)) now = { ...now, ...next };
    return now;
  }

  /** @param used the token that was asked with @param given what the answer has given */
  note(used: string, given: Management): void {
    const { registrationAccessToken: token } = given;
    if (token === undefined || token === used) return;
    // One that comes back counts again.
    this.later.delete(token);
    this.later.set(used, given);
  }

  private after({ registrationAccessToken: token }: Management): Management | undefined {
    return token === undefined ? undefined : this.later.get(token);
  }
}

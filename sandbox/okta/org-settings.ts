/** What differs between one org and another, or is documented nowhere, so that tests see both. */
interface Settings {
  /** Whether the org has the endpoints for several secrets of a client; without them, it has its newest one only. */
  clientSecrets: boolean;
  /** Whether the profile of an app outlives a PUT of its client. */
  clientPutKeepsProfile: boolean;
}

const DEFAULTS: Settings = { clientSecrets: true, clientPutKeepsProfile: true };

export class OrgSettings {
  #held = DEFAULTS;

  get now(): Readonly<Settings> {
    return this.#held;
  }

  set(changes: Partial<Settings>): void {
    this.#held = { ...this.#held, ...changes };
  }

  reset(): void {
    this.#held = DEFAULTS;
  }
}

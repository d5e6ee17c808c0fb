import type { LoggedRequest, Side } from "./protocol";

export class RequestLog {
  #entries: LoggedRequest[] = [];

  get entries(): readonly LoggedRequest[] {
    return this.#entries;
  }

  /** The entry's place is that of its arrival; the status comes later. */
  add(side: Side, method: string, url: URL): LoggedRequest {
    const entry: LoggedRequest = {
      side,
      method,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      status: 0,
      at: new Date().toISOString(),
    };
    this.#entries.push(entry);
    return entry;
  }

  reset(): void {
    this.#entries = [];
  }
}

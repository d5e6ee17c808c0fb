import { systemClock } from "../../../provider/http/clock";
import { type Limits, Transport } from "../../../provider/http/transport";
import { HastyClock } from "../http/fake-clock";
import { type LocalServer, localServer } from "../http/local-server";

/** Settings as the IdP `okta` has them. */
export const nameOf = (setting: string) => `workato-dcr:okta${setting[0]?.toUpperCase()}${setting.slice(1)}`;

/** Ends all servers of a test, whatever became of it. */
export function useServers() {
  const servers: LocalServer[] = [];
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.stop()));
  });
  return async (...replies: Parameters<typeof localServer>): Promise<LocalServer> => {
    const server = await localServer(...replies);
    servers.push(server);
    return server;
  };
}

/** A transport whose waits are over at once. */
export function hastily(baseUrl: string, rest: Partial<ConstructorParameters<typeof Transport>[0] & Limits> = {}) {
  const clock = new HastyClock();
  const lines: string[] = [];
  const vendor = {
    name: "Okta",
    baseUrl,
    requestsPerMinute: 1000,
    authorize: () => ({}),
    explain: () => ({}),
    ...rest,
  };
  const limits = { timeoutSeconds: 5, retryTotalSeconds: 300, ...rest };
  return {
    http: new Transport(vendor, limits, (line) => lines.push(line), { clock, random: () => 0.5 }),
    clock,
    lines,
  };
}

/** Lets the waits of transports that a test does not make itself be over at once. */
export function hastySystemClock(): HastyClock {
  const clock = new HastyClock();
  jest.spyOn(systemClock, "after").mockImplementation((ms, then) => clock.after(ms, then));
  jest.spyOn(systemClock, "now").mockImplementation(() => clock.now());
  return clock;
}

import { startSandbox } from "../sandbox/client";
import { bucketOf } from "../sandbox/limits";
import { createWorkspace } from "../tools/workspace";
import { subjectPrograms } from "./subject";

/** How an `up` fares where the vendors' limits, and nothing else, decide how long it takes. */
export interface UnderLimits {
  clients: number;
  workatoPerMinute: number;
  oktaPerMinute: number;
  seconds: number;
  /** What the same requests take at least: the slower side's full windows of a minute. */
  leastSeconds: number;
  ratio: number;
  requests: number;
  refused: number;
}

const CLIENTS = 300;
/** As many minutes as a hundred clients take at a vendor that allows a third of it. */
const LIMITS = { workatoPerMinute: 180, oktaPerMinute: 300 };

export async function underLimits(): Promise<UnderLimits> {
  const sandbox = await startSandbox({ storeEndpoints: "off" });
  const workspace = await createWorkspace({
    sandbox,
    host: "quick",
    config: {
      "workato-dcr:requestsPerMinute": String(LIMITS.workatoPerMinute),
      "workato-dcr:oktaRequestsPerMinute": String(LIMITS.oktaPerMinute),
    },
  });
  try {
    await sandbox.limits({ ...LIMITS, timeScale: 1 });
    await workspace.up(subjectPrograms.dynamic(sandbox.info, CLIENTS));
    const log = await sandbox.requests();
    const times = log.map(({ at }) => new Date(at).getTime());
    const seconds = (Math.max(...times) - Math.min(...times)) / 1000;
    const windows = new Map<string, number>();
    for (const { side, path, status } of log) {
      if (status === 429) continue;
      const window = side === "workato" ? side : bucketOf(path);
      windows.set(window, (windows.get(window) ?? 0) + 1);
    }
    const minutes = [...windows].map(([window, sent]) =>
      Math.floor((sent - 1) / (window === "workato" ? LIMITS.workatoPerMinute : LIMITS.oktaPerMinute)),
    );
    const leastSeconds = 60 * Math.max(...minutes);
    return {
      clients: CLIENTS,
      ...LIMITS,
      seconds,
      leastSeconds,
      ratio: seconds / leastSeconds,
      requests: log.length,
      refused: log.filter(({ status }) => status === 429).length,
    };
  } finally {
    await workspace.remove();
    await sandbox.stop();
  }
}

import { readdirSync, readFileSync } from "node:fs";

export interface Measured {
  seconds: number;
  /** The peak memory of the largest provider process meanwhile; missing where there is no /proc. */
  providerMb?: number;
}

export async function measured(work: () => Promise<unknown>): Promise<Measured> {
  let providerMb = 0;
  const watch = setInterval(() => {
    providerMb = Math.max(providerMb, providerMemoryMb());
  }, 100);
  const start = process.hrtime.bigint();
  try {
    await work();
  } finally {
    clearInterval(watch);
  }
  return { seconds: Number(process.hrtime.bigint() - start) / 1e9, ...(providerMb > 0 && { providerMb }) };
}

/** Of an even number, the upper one; `undefined` of none. */
export const median = (values: readonly number[]): number | undefined =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** What hosts dynamic providers, and the plugin. */
const PROVIDERS = /dynamic-provider|plugin[.]js/;

/** The most that any process below this one that is a provider has had in memory so far. */
function providerMemoryMb(): number {
  let largest = 0;
  for (const pid of listing("/proc")) {
    if (!/^\d+$/.test(pid) || !reading(`/proc/${pid}/cmdline`).match(PROVIDERS) || !isBelow(pid)) continue;
    const kb = /VmHWM:\s+(\d+) kB/.exec(reading(`/proc/${pid}/status`))?.[1];
    largest = Math.max(largest, Number(kb ?? 0) / 1024);
  }
  return largest;
}

/** Others may be left from something else. */
function isBelow(pid: string): boolean {
  const parent = /PPid:\s+(\d+)/.exec(reading(`/proc/${pid}/status`))?.[1];
  return parent !== undefined && parent !== "0" && (parent === String(process.pid) || isBelow(parent));
}

function listing(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Processes come and go while they are listed. */
function reading(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

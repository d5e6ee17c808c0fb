import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { INSTALLED } from "../tools/installed";

/** In turns, since the machine is not as fast at all times. */
const TURNS = 15;

/**
 * Milliseconds that loading the provider takes beyond what the engine's host has loaded already; the least of several runs. What
 * sends requests is not part of it: that is loaded with the first one.
 */
export function loadingMs(): number {
  const provider = join(INSTALLED, "dist/provider/dynamic/api-client.js");
  const host = `require(${JSON.stringify(require.resolve("@pulumi/pulumi"))});`;
  const whole = `${host}require(${JSON.stringify(provider)})`;
  const times = Array.from({ length: TURNS }, () => ({ host: timed(host), whole: timed(whole) }));
  return Math.min(...times.map((it) => it.whole)) - Math.min(...times.map((it) => it.host));
}

function timed(code: string): number {
  const start = process.hrtime.bigint();
  execFileSync(process.execPath, ["-e", code]);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

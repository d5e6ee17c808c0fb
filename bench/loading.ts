import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { INSTALLED } from "../tools/installed";
import { median } from "./measure";

/** In turns, since the machine is not as fast at all times. */
const TURNS = 15;

/** Milliseconds of loading beyond what the engine's host has loaded already. */
export interface Loading {
  providerMs: number;
  /** With what sends requests, which is loaded with the first one. */
  withHttpClientMs: number;
}

export function loading(): Loading {
  const provider = join(INSTALLED, "dist/provider/dynamic/api-client.js");
  const host = [require.resolve("@pulumi/pulumi")];
  const httpClient = join(INSTALLED, "dist/provider/http/undici.js");
  const turns = Array.from({ length: TURNS }, () => {
    const alone = timed(host);
    return { provider: timed([...host, provider]) - alone, whole: timed([...host, provider, httpClient]) - alone };
  });
  return {
    providerMs: median(turns.map((turn) => turn.provider)) ?? Number.NaN,
    withHttpClientMs: median(turns.map((turn) => turn.whole)) ?? Number.NaN,
  };
}

function timed(modules: string[]): number {
  const code = modules.map((path) => `require(${JSON.stringify(path)});`).join("");
  const start = process.hrtime.bigint();
  execFileSync(process.execPath, ["-e", code]);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

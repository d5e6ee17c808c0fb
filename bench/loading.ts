import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { INSTALLED } from "../tools/installed";

/** Milliseconds that loading the provider takes beyond what the engine's host has loaded already; the least of several runs. */
export function loadingMs(): number {
  const provider = join(INSTALLED, "dist/provider/dynamic/api-client.js");
  const host = `require(${JSON.stringify(require.resolve("@pulumi/pulumi"))});`;
  return least(`${host}require(${JSON.stringify(provider)})`) - least(host);
}

function least(code: string): number {
  const times = Array.from({ length: 7 }, () => {
    const start = process.hrtime.bigint();
    execFileSync(process.execPath, ["-e", code]);
    return Number(process.hrtime.bigint() - start) / 1e6;
  });
  return Math.min(...times);
}

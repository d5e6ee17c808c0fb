import { request } from "undici";
import { detach, end, firstJsonLine, launch, type SandboxOptions } from "./launch";
import type { SandboxInfo } from "./protocol";
import type { Wanted } from "./several";

/** Names the process that has several sandboxes; without it each is a process of its own. */
export const SEVERAL = "SANDBOXES_URL";

export interface Started {
  info: SandboxInfo;
  stop(): Promise<void>;
}

export function start(options: SandboxOptions): Promise<Started> {
  const several = process.env[SEVERAL];
  return several === undefined ? startAlone(options) : startAmong(several, options);
}

async function startAlone(options: SandboxOptions): Promise<Started> {
  const child = launch(options);
  const info = await firstJsonLine(child);
  detach(child);
  return { info, stop: () => end(child) };
}

async function startAmong(
  several: string,
  { port = 0, storeEndpoints = "on", idp = "okta", latencyMs = 0 }: SandboxOptions,
): Promise<Started> {
  const wanted: Wanted = { port, storeEndpoints: storeEndpoints === "on", idp, latencyMs };
  const { statusCode, body } = await request(several, { method: "POST", body: JSON.stringify(wanted) });
  const answer = (await body.json()) as SandboxInfo & { error?: string };
  if (statusCode !== 200) throw new Error(`the sandbox ended before it was up: ${answer.error}`);
  const { port: workatoPort } = new URL(answer.workatoBaseUrl);
  const stop = async () => {
    await (await request(`${several}/${workatoPort}`, { method: "DELETE" })).body.dump();
  };
  return { info: answer, stop };
}

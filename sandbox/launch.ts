import { type ChildProcess, spawn } from "node:child_process";
import type { Socket } from "node:net";
import path from "node:path";
import type { SandboxInfo } from "./protocol";

/** The sandbox as a process of its own: its libraries are ES modules, which Jest does not load. */

export interface SandboxOptions {
  /** Of Workato's side, the other one takes the next; free ones are picked without it. */
  port?: number;
  /** `off`: as today's Workato, without the assumed endpoints and fields. Default `on`. */
  storeEndpoints?: "on" | "off";
  /** Default `okta`. */
  idp?: "okta" | "rfc7591";
  /** Added to every answer, milliseconds. */
  latencyMs?: number;
}

export function launch({ port, storeEndpoints, idp, latencyMs }: SandboxOptions): ChildProcess {
  const switches = { port, "store-endpoints": storeEndpoints, idp, latency: latencyMs };
  const args = Object.entries(switches).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, `${value}`],
  );
  const root = path.join(__dirname, "..");
  return spawn(
    process.execPath,
    [
      "-r",
      require.resolve("ts-node/register"),
      path.join(__dirname, "main.ts"),
      "--json",
      "--exit-with-parent",
      ...args,
    ],
    { cwd: root, env: { ...process.env, TS_NODE_PROJECT: path.join(root, "tsconfig.json") }, stdio: "pipe" },
  );
}

/** What a server says of itself when it is up. @param name for the error */
export function firstJsonLine<T = SandboxInfo>(child: ChildProcess, name = "the sandbox"): Promise<T> {
  return new Promise((resolve, reject) => {
    let out = "";
    let err = "";
    child.stdout?.on("data", (chunk) => {
      out += chunk;
      const line = out
        .split("\n")
        .slice(0, -1)
        .find((candidate) => candidate.startsWith("{"));
      if (line !== undefined) resolve(JSON.parse(line) as T);
    });
    child.stderr?.on("data", (chunk) => {
      err += chunk;
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${name} ended with code ${code} before it was up: ${err.trim()}`)));
  });
}

/** A forgotten `stop()` must not keep this process alive; the sandbox sees its standard input close and ends. */
export function detach(child: ChildProcess): void {
  child.unref();
  for (const pipe of [child.stdin, child.stdout, child.stderr]) (pipe as Socket | null)?.unref();
}

export function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.ref();
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}

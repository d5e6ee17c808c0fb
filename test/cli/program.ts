import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Finding } from "../../cli/doctor/check";
import type { SandboxInfo } from "../../sandbox/client";
import { INSTALLED } from "../../tools/installed";

const MAIN = join(INSTALLED, "dist/cli/main.js");

/** A folder without a project in or above it. */
export const NOWHERE = mkdtempSync(join(tmpdir(), "nowhere-"));

interface Ran {
  code: number | null;
  out: string;
  err: string;
}

interface Options {
  /** All that the program sees of the environment, besides PATH. */
  env?: Record<string, string>;
  cwd?: string;
  /** What a user types at the terminal, all at once; without it there is no terminal. */
  typed?: string;
  /** Nobody reads what it prints to standard output. */
  unread?: boolean;
}

/** Standard input is a pipe all the same; the program cannot tell. */
const TERMINAL = { NODE_OPTIONS: "--import data:text/javascript,process.stdin.isTTY=true" };

/** Runs the installed program as a user does. */
export function program(args: string[], { env = {}, cwd = NOWHERE, typed, unread }: Options = {}): Promise<Ran> {
  return new Promise((done, failed) => {
    const terminal = typed === undefined ? {} : TERMINAL;
    const child = spawn(process.execPath, [MAIN, ...args], {
      cwd,
      env: { PATH: process.env.PATH, ...env, ...terminal },
    });
    child.stdin.end(typed);
    if (unread) child.stdout.destroy();
    let [out, err] = ["", ""];
    child.stdout.on("data", (chunk) => {
      out += chunk;
    });
    child.stderr.on("data", (chunk) => {
      err += chunk;
    });
    child.on("error", failed);
    child.on("close", (code) => done({ code, out, err }));
  });
}

export interface Examined extends Ran {
  ok: boolean;
  /** By name. */
  checks: Record<string, Finding>;
}

/** Runs `doctor --json`, whose only line on stdout is the result. */
export async function doctor(options: Options, ...args: string[]): Promise<Examined> {
  const ran = await program(["doctor", "--json", ...args], options);
  const lines = ran.out.split("\n");
  if (lines.length !== 2 || lines[1] !== "") throw new Error(`not one line:\n${ran.out}${ran.err}`);
  const { ok, checks, ...more } = JSON.parse(ran.out) as { ok: boolean; checks: Finding[] };
  if (Object.keys(more).length > 0) throw new Error(`more than ok and checks:\n${ran.out}`);
  return { ...ran, ok, checks: Object.fromEntries(checks.map((check) => [check.name, check])) };
}

/** The names of the checks that ended so, in their order. */
export function those({ checks }: Examined, status: Finding["status"]): string[] {
  return Object.values(checks)
    .filter((check) => check.status === status)
    .map(({ name }) => name);
}

export function sandboxEnv(info: SandboxInfo): Record<string, string> {
  return {
    WORKATO_BASE_URL: info.workatoBaseUrl,
    WORKATO_API_TOKEN: info.workatoToken,
    OKTA_ORG_URL: info.oktaOrgUrl,
    OKTA_API_TOKEN: info.oktaToken,
  };
}

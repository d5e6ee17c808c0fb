import { readFileSync } from "node:fs";
import type { Sandbox } from "../sandbox/client";

/** What a file of `WORKATO_DCR_LOG` tells and what the sandbox has seen, a line for each request, sorted; and the file's text. */
export async function toldAndSeen(file: string, sandbox: Sandbox) {
  const line = ({ side, method, status, path }: { side: string; method: string; status: number; path: string }) =>
    `${side.toLowerCase()} ${method} ${status} ${path.split("?")[0]}`;
  const text = readFileSync(file, "utf8");
  const told: string[] = text
    .split("\n")
    .slice(0, -1)
    .map((json) => line(JSON.parse(json)));
  const seen = (await sandbox.requests()).map(line);
  return { text, told: told.sort(), seen: seen.sort() };
}

import { statSync } from "node:fs";
import { resolve } from "node:path";
import { type Command, parseOptions, UsageError } from "../command";
import { projectAbove } from "../stack-config";
import { examine, type Finding } from "./check";
import { CONFIGURATION_CHECKS, INSTALLATION_CHECKS } from "./configuration";
import { createContext } from "./context";
import { OKTA_CHECKS } from "./okta";
import { line, summary } from "./print";
import { WORKATO_CHECKS } from "./workato";

const CHECKS = [...CONFIGURATION_CHECKS, ...WORKATO_CHECKS, ...OKTA_CHECKS];

/** Exit code 1 where a check failed. */
export const doctor: Command = {
  usage: "doctor [--json] [--stack NAME] [--cwd DIR]",
  summary: "checks credentials, scopes, limits and DCR support before the first up, and changes nothing",

  async run(args) {
    const { json, stack, cwd } = parseOptions(args, {
      json: { type: "boolean" },
      stack: { type: "string" },
      cwd: { type: "string", default: "." },
    });
    const place = folder(cwd);
    const all = projectAbove(place) === undefined ? CHECKS : [...INSTALLATION_CHECKS, ...CHECKS];
    const context = createContext({ cwd: place, stack }, process.env, (text) => console.error(text));
    const checks: Finding[] = [];
    for await (const finding of examine(all, context)) {
      checks.push(finding);
      if (!json) console.log(line(finding));
    }
    const ok = checks.every(({ status }) => status !== "fail");
    console.log(json ? JSON.stringify({ ok, checks }) : summary(checks));
    return ok ? 0 : 1;
  },
};

function folder(given: string): string {
  const path = resolve(given);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  throw new UsageError(`There is no folder ${path}`);
}

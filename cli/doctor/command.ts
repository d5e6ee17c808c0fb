import { statSync } from "node:fs";
import { resolve } from "node:path";
import { DEFAULT_IDENTITY_PROVIDER } from "../../provider/idp";
import { type Command, parseOptions, UsageError } from "../command";
import { projectAbove } from "../stack-config";
import { type Check, examine, type Finding } from "./check";
import { CONFIGURATION_CHECKS, INSTALLATION_CHECKS } from "./configuration";
import { type Context, createContext } from "./context";
import { identityProviderChecks } from "./identity-provider";
import { OKTA_CHECKS } from "./okta";
import { line, summary } from "./print";
import { WORKATO_CHECKS } from "./workato";

/** Of identity providers, those that the configuration names. */
async function checksFor(context: Context): Promise<readonly Check[]> {
  const shared = [...CONFIGURATION_CHECKS, ...WORKATO_CHECKS];
  // What cannot be read, the first check tells.
  const names = await context.identityProviders().then(
    (idps) => idps.names,
    () => [DEFAULT_IDENTITY_PROVIDER],
  );
  const ofIdps = names.flatMap((name) =>
    name === DEFAULT_IDENTITY_PROVIDER ? OKTA_CHECKS : identityProviderChecks(name),
  );
  return [...shared, ...ofIdps];
}

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
    const context = createContext({ cwd: place, stack }, process.env, (text) => console.error(text));
    const configured = await checksFor(context);
    const all = projectAbove(place) === undefined ? configured : [...INSTALLATION_CHECKS, ...configured];
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

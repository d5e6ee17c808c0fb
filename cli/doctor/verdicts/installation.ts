import type { Installation } from "../../installation";
import { fail, ok, type Verdict, warn } from "../check";

/** The first SDK that can refer to a provider which pnpm has installed, and the first that this package asks for. */
const OLDEST_SDK = [3, 252];

const READ_ON = "see docs/libraries.md of this package";

/** Whether Pulumi can run this package's resources in the program, which are dynamic ones: see docs/libraries.md. */
export function installationVerdict({
  folder,
  runtime = "nodejs",
  ours,
  sdk,
  byPnpm,
  plugAndPlay,
}: Installation): Verdict {
  if (runtime === "bun") {
    return fail("the project's runtime is bun, which Pulumi runs no dynamic resources with", "Set runtime: nodejs");
  }
  if (runtime !== "nodejs") {
    return warn(
      `the project's runtime is ${runtime}, for which there is the plugin`,
      "If pulumi plugin ls does not list workato-dcr, install it: see docs/any-language.md of this package",
    );
  }
  if (plugAndPlay !== undefined) {
    return fail(
      `${plugAndPlay} is there: Pulumi runs no dynamic resources under Yarn Plug'n'Play`,
      "Set nodeLinker: node-modules in .yarnrc.yml, and run: yarn install",
    );
  }
  if (ours === undefined) {
    return fail(
      `pulumi-workato-dcr cannot be loaded from ${folder}`,
      `The program itself has to depend on it, also where a library uses it (${READ_ON}). Add it to the dependencies in its package.json`,
    );
  }
  if (sdk === undefined) return fail(`@pulumi/pulumi cannot be loaded from ${folder}`, "Install it in the program");
  const seen = `pulumi-workato-dcr ${ours} and @pulumi/pulumi ${sdk} are loaded from ${folder}`;
  if (!isTooOld(sdk)) return ok(seen);
  const next = `Install @pulumi/pulumi ${OLDEST_SDK.join(".")} or newer`;
  return byPnpm ? fail(`${seen}; under pnpm, that SDK cannot record the provider`, next) : warn(seen, next);
}

function isTooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_SDK;
  return major === oldestMajor ? minor < oldestMinor : major < oldestMajor;
}

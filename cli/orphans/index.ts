import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { createServices } from "../../provider/create-services";
import { redact } from "../../provider/redact";
import { type Command, parseOptions } from "../command";
import { exportStack, projectName, readConfiguration } from "../stack-config";
import { doubtsOf } from "./doubts";
import { readExport, type StackExport } from "./export";
import { findMarked, type Marked, orphansOf } from "./find";

/** Exit code 1 where there are orphans and they were not deleted. */
export const orphans: Command = {
  usage: "orphans [--export FILE]… [--stack NAME]… [--cwd DIR] [--delete] [--yes] [--json]",
  summary:
    "lists what carries this package's mark and belongs to none of the given stacks (the selected one unless named), and " +
    "with --delete removes it after a confirmation",

  async run(args) {
    const options = parseOptions(args, {
      export: { type: "string", multiple: true, default: [] },
      stack: { type: "string", multiple: true, default: [] },
      cwd: { type: "string", default: "." },
      delete: { type: "boolean", default: false },
      yes: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    });
    const cwd = resolve(options.cwd);
    const { stack, env } = await readConfiguration({ cwd, stack: options.stack[0] }, process.env);
    const services = createServices(stack, env, (text) => console.error(redact(text)));
    // Before the stacks are asked: what a running apply makes in between is not listed, and so never deleted.
    const marked = await findMarked(services);
    const exports = await exportsOf({ files: options.export, stacks: options.stack, cwd });
    const project = await projectName(cwd);
    for (const doubt of exports.flatMap((one) => doubtsOf(one, marked, project))) {
      if (options.delete) throw doubt;
      console.error(doubt.what);
    }
    const owners = exports.flatMap((one) => one.owners);
    const found = orphansOf(marked, owners);
    if (!options.json) for (const line of linesOf(found)) console.log(line);
    const wanted = options.delete && found.length > 0;
    const deleted = wanted && (options.yes || (await confirmed(found, options.json)));
    if (deleted) for (const orphan of found) await orphan.remove();
    if (options.json) {
      const list = found.map(({ side, kind, id, name, mark }) => ({ side, kind, id, name, mark }));
      console.log(JSON.stringify({ orphans: list, deleted }));
    } else if (deleted) {
      console.log(`${found.length} deleted.`);
    }
    return found.length === 0 || deleted ? 0 : 1;
  },
};

interface Given {
  files: readonly string[];
  stacks: readonly string[];
  cwd: string;
}

async function exportsOf({ files, stacks, cwd }: Given): Promise<StackExport[]> {
  const named = files.length > 0 || stacks.length > 0 ? stacks : [undefined];
  return Promise.all([
    ...files.map(async (file) => readExport(await readFile(resolve(cwd, file), "utf8"), file)),
    ...named.map(async (stack) =>
      readExport(await exportStack({ cwd, stack }, process.env), stack ?? "the selected stack"),
    ),
  ]);
}

function linesOf(found: readonly Marked[]): string[] {
  if (found.length === 0) return ["There are no orphans."];
  return found.map(
    ({ side, kind, id, name, mark }) =>
      `${side.padEnd(8)} ${kind.padEnd(12)} ${id.padEnd(22)} ${redact(name)} [${mark}]`,
  );
}

/** @param unseen whether the list has not been shown yet, since standard output is for JSON */
async function confirmed(found: readonly Marked[], unseen: boolean): Promise<boolean> {
  if (!process.stdin.isTTY) {
    console.error("Nothing is deleted without a confirmation: add --yes.");
    return false;
  }
  if (unseen) for (const line of linesOf(found)) console.error(line);
  const ask = createInterface({ input: process.stdin, output: process.stderr });
  const question = `Delete these ${found.length}? What belongs to a stack that was not given is lost. (yes/no) `;
  // Without an answer, as at Ctrl-D, the question never ends by itself.
  const answer = await Promise.race([ask.question(question), once(ask, "close").then(() => "")]);
  ask.close();
  return answer.trim().toLowerCase() === "yes";
}

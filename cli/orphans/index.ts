import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { createServices } from "../../provider/create-services";
import { ProviderError } from "../../provider/errors";
import { redact } from "../../provider/redact";
import { type Command, parseOptions } from "../command";
import { exportStack, readConfiguration } from "../stack-config";
import { findMarked, type Marked, orphansOf } from "./find";
import { ownedMarks } from "./owned";

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
    const owned = await marksOf({ files: options.export, stacks: options.stack, cwd, deleting: options.delete });
    const services = createServices(stack, env, (text) => console.error(redact(text)));
    const found = orphansOf(await findMarked(services), owned);
    if (!options.json) show(found);
    const deleted = options.delete && found.length > 0 && (options.yes || (await confirmed(found.length)));
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
  deleting: boolean;
}

/** The marks that all given stacks own. @throws ProviderError where one looks like the wrong stack, and it matters */
async function marksOf({ files, stacks, cwd, deleting }: Given): Promise<Set<string>> {
  const named = files.length > 0 || stacks.length > 0 ? stacks : [undefined];
  const exports = await Promise.all([
    ...files.map(async (file) => ({ origin: file, text: await readFile(resolve(cwd, file), "utf8") })),
    ...named.map(async (stack) => ({
      origin: stack ?? "the selected stack",
      text: await exportStack({ cwd, stack }, process.env),
    })),
  ]);
  const owned = new Set<string>();
  for (const { origin, text } of exports) {
    const marks = ownedMarks(text, origin);
    const strange = `${origin} holds no resource of this package: is it the right stack?`;
    if (marks.size === 0 && deleting) {
      throw new ProviderError(
        "stack_export",
        strange,
        "Leave it out, or leave out --delete to see what would be an orphan",
      );
    }
    if (marks.size === 0) console.error(strange);
    for (const mark of marks) owned.add(mark);
  }
  return owned;
}

function show(found: readonly Marked[]): void {
  if (found.length === 0) console.log("There are no orphans.");
  for (const { side, kind, id, name, mark } of found) {
    console.log(`${side.padEnd(8)} ${kind.padEnd(12)} ${id.padEnd(22)} ${redact(name)} [${mark}]`);
  }
}

async function confirmed(count: number): Promise<boolean> {
  if (!process.stdin.isTTY) {
    console.error("Nothing is deleted without a confirmation: add --yes.");
    return false;
  }
  const ask = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await ask.question(
    `Delete these ${count}? What belongs to a stack that was not given is lost. (yes/no) `,
  );
  ask.close();
  return answer.trim().toLowerCase() === "yes";
}

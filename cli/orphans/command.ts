import { resolve } from "node:path";
import { ProviderError } from "../../provider/errors";
import { redact } from "../../provider/redact";
import { type Command, parseOptions, UsageError } from "../command";
import { confirmed } from "./confirm";
import type { Judged } from "./judge";
import { type Look, lookAround } from "./look";
import { asJson, counted, linesOf } from "./print";

const FOUND = 3;

export const orphans: Command = {
  usage: "orphans [--stack NAME]… [--export FILE]… [--cwd DIR] [--delete [--yes COUNT]] [--json]",
  summary:
    "lists what carries this package's mark, was made by one of the named stacks (the selected one unless named), and is held " +
    "by no stack any more; with --delete it removes it after a confirmation",
  details: [
    "  --stack NAME   org/project/name, project/name, or name in the folder of its project; one that no longer exists, too",
    "  --export FILE  what pulumi stack export has written, of a stack that is meant as well",
    "  --cwd DIR      the folder of the project whose configuration is used",
    "  --delete       deletes the orphans, once you have typed how many they are",
    "  --yes COUNT    says so in advance; of any other number nothing is deleted",
    "  --json         prints {orphans, leftAlone, claims, deleted} as one line on standard output",
    "",
    "Exit codes: 0 there are no orphans, or they were deleted; 1 it failed; 2 a wrong command line; 3 there are orphans.",
  ].join("\n"),

  async run(args) {
    const options = parseOptions(args, {
      export: { type: "string", multiple: true, default: [] },
      stack: { type: "string", multiple: true, default: [] },
      cwd: { type: "string", default: "." },
      delete: { type: "boolean", default: false },
      yes: { type: "string" },
      json: { type: "boolean", default: false },
    });
    const expected = countOf(options.yes, options.delete);
    const given = { cwd: resolve(options.cwd), stacks: options.stack, files: options.export };
    const look = () => lookAround(given, process.env);
    const seen = await look();
    for (const note of seen.notes) console.error(note);
    if (options.delete) requireNoDoubt(seen);
    else for (const { what } of seen.doubts) console.error(what);
    const count = seen.orphans.length;
    const wanted = options.delete && count > 0;
    // Standard output is for JSON: what is asked about is shown on the other one.
    const show = options.json ? console.error : console.log;
    if (!options.json || (wanted && expected === undefined)) for (const line of linesOf(seen)) show(line);
    const deleted = wanted && (await confirmed(count, expected));
    if (deleted) await removeAll(seen.orphans, await look());
    if (options.json) console.log(asJson(seen, deleted));
    else if (deleted) console.log(`${counted(seen.orphans)} deleted.`);
    return count === 0 || deleted ? 0 : FOUND;
  },
};

function countOf(text: string | undefined, isDelete: boolean): number | undefined {
  if (text === undefined) return undefined;
  if (!isDelete) throw new UsageError("--yes is for --delete");
  if (!/^\d+$/.test(text)) throw new UsageError("--yes needs the number of objects that you expect to be deleted");
  return Number(text);
}

function requireNoDoubt({ doubts: [doubt] }: Look): void {
  if (doubt) throw doubt;
}

/** @param now what is there just before: meanwhile, an apply may have taken over what was an orphan */
async function removeAll(seen: readonly Judged[], now: Look): Promise<void> {
  requireNoDoubt(now);
  const keyOf = ({ object: { kind, id, mark } }: Judged) => `${kind} ${id} ${mark}`;
  const before = new Set(seen.map(keyOf));
  if (now.orphans.length !== before.size || !now.orphans.every((one) => before.has(keyOf(one)))) {
    throw new ProviderError(
      "orphans_changed",
      "The orphans have changed meanwhile: nothing was deleted",
      "Run it again",
    );
  }
  for (const [at, { object }] of now.orphans.entries()) {
    try {
      await object.remove();
    } catch (error) {
      const why = redact(error instanceof Error ? error.message : String(error));
      const what = `${object.kind} ${object.id} could not be deleted, after ${at} of ${before.size}: ${why}`;
      throw new ProviderError("orphans_delete", what, "Run it again: the rest is still listed");
    }
  }
}

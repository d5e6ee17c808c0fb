import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import { ProviderError } from "../../provider/errors";

/**
 * Whether so many objects are to be deleted.
 * @param expected the count that was given in advance
 * @throws ProviderError `orphans_count` where it is another one, and where there is none and no terminal to ask at
 */
export async function confirmed(count: number, expected: number | undefined): Promise<boolean> {
  if (expected === count) return true;
  if (expected !== undefined) {
    const what = `There are ${count} orphans, not ${expected}: nothing was deleted`;
    throw new ProviderError("orphans_count", what, `Look at them, and if all may go: --yes ${count}`);
  }
  if (!process.stdin.isTTY) {
    const what = "Nothing is deleted without a confirmation, and there is no terminal to ask at";
    throw new ProviderError("orphans_count", what, `Look at the list, and if all may go: --yes ${count}`);
  }
  const ask = createInterface({ input: process.stdin, output: process.stderr });
  const question = ask.question(`Type ${count} to delete ${count === 1 ? "this object" : `these ${count} objects`}: `);
  // Without an answer, as at Ctrl-D, the question never ends by itself.
  const answer = await Promise.race([question, once(ask, "close").then(() => "")]);
  ask.close();
  return answer.trim() === String(count);
}

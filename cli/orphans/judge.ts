import { ownerIn, stackIn } from "../../provider/mark";
import { objectKey, type StackExport } from "./export";
import type { Marked } from "./find";

/** A stack, as far as it matters for what is whose. */
export interface Stack extends StackExport {
  /** Whether it is one of those whose orphans are asked for. */
  named: boolean;
  /** The stack parts of its marks. */
  parts: readonly string[];
}

export interface Judged {
  object: Marked;
  /** Of an orphan, why it is one; of what is left alone, whose it is. */
  because: string;
}

export interface Judgement {
  /** What nobody holds, and what no other stack than those named can have made. */
  orphans: Judged[];
  /** What is not the named stacks' own, and what hangs on such. */
  leftAlone: Judged[];
}

/**
 * What is to become of each object; those that a named stack holds are in neither list. An object is the named stacks' business
 * where every stack that has its stack part is named: after `pulumi state move` or a rename, two stacks have one part.
 */
export function judge(marked: readonly Marked[], stacks: readonly Stack[]): Judgement {
  const judgement: Judgement = { orphans: [], leftAlone: [] };
  for (const object of marked) {
    const holders = stacks.filter((stack) => isHeld(object, stack, marked));
    if (holders.some(({ named }) => named)) continue;
    const of = stacks.filter(({ parts }) => parts.includes(stackIn(object.mark)));
    const others = of.filter(({ named }) => !named);
    if (holders.length > 0) judgement.leftAlone.push({ object, because: `${namesOf(holders)} holds it` });
    else if (others.length > 0) judgement.leftAlone.push({ object, because: `may be of ${namesOf(others)}` });
    else if (of.length > 0) judgement.orphans.push({ object, because: orphanBecause(object, of) });
    else judgement.leftAlone.push({ object, because: "of a stack that is not known here" });
  }
  return keepForKeys(judgement);
}

/** With an API client, its keys are deleted, so it stays where one of them does. */
function keepForKeys({ orphans, leftAlone }: Judgement): Judgement {
  const going = new Set(orphans.map(({ object: { kind, id } }) => objectKey(kind, id)));
  const staying = ({ object }: Judged) => object.keys?.find((id) => !going.has(objectKey("API key", id)));
  const kept = orphans.flatMap((one) => {
    const key = staying(one);
    return key === undefined ? [] : [{ ...one, because: `its API key ${key} is no orphan, and would go with it` }];
  });
  return {
    orphans: orphans.filter((one) => staying(one) === undefined),
    leftAlone: [...leftAlone, ...kept],
  };
}

/**
 * A stack holds what its state names. It also holds what its resource may have made without the state's knowledge, unless the
 * resource has another object in its place: where that is not there any more, this one may be its successor, and of what the state
 * knows no id, the next apply takes over what is there.
 */
function isHeld({ kind, id, mark }: Marked, { used, owners }: Stack, marked: readonly Marked[]): boolean {
  if (used.has(objectKey(kind, id))) return true;
  const own = owners.filter(({ owner }) => owner === ownerIn(mark));
  const isThere = (id: string) => marked.some((it) => it.kind === kind && it.id === id);
  return own.some(({ holds: { [kind]: id } }) => id === undefined || !isThere(id));
}

function orphanBecause({ kind, mark }: Marked, of: readonly Stack[]): string {
  for (const { owners, origin } of of) {
    const owner = owners.find((one) => one.owner === ownerIn(mark) && one.holds[kind] !== undefined);
    if (owner) return `a former instance: ${owner.name} of ${origin} has ${kind} ${owner.holds[kind]} by now`;
  }
  return `no state of ${namesOf(of)} holds it`;
}

const namesOf = (stacks: readonly Stack[]) => stacks.map(({ origin }) => origin).join(", ");

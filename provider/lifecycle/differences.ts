import type { Bag } from "../bag";
import { same } from "./diff";
import type { Comparison, Properties } from "./properties";
import { type Path, pathText } from "./unknown";

/** One value that is another one than before. */
export interface Difference {
  /** As engines write it: `scopes[1]`, `registration.grantTypes[0]`, `rotationTriggers["a.b"]`. */
  path: string;
  kind: "add" | "delete" | "update";
}

/**
 * Where exactly `news` asks for something else than `olds` has, in the properties that have changed. Of a secret, no more is told than
 * that it is another one.
 */
export function differences(properties: Properties, changed: readonly string[], olds: Bag, news: Bag): Difference[] {
  return changed.flatMap((name) => {
    const { compared = "exact", secret } = properties[name] ?? {};
    const [was, wanted] = [olds[name], news[name]];
    const found = secret ? [] : between([name], compared, was, wanted);
    return found.length > 0 ? found : [whole([name], was, wanted)];
  });
}

function between(path: Path, compared: Comparison, was: unknown, wanted: unknown): Difference[] {
  if (Array.isArray(was) && Array.isArray(wanted)) {
    const isSet = compared === "set" || compared === "addresses";
    // Of any list, what has come and gone says more than what has moved.
    const items = ofSets(path, compared, was, wanted);
    return isSet || items.length > 0 ? items : ofItems(path, was, wanted);
  }
  if (isObject(was) && isObject(wanted)) return ofEntries(path, was, wanted);
  return same(compared, was, wanted) ? [] : [whole(path, was, wanted)];
}

/** Each item by where it stands in the list that has it. */
function ofSets(path: Path, compared: Comparison, was: unknown[], wanted: unknown[]): Difference[] {
  const notIn = (list: unknown[], kind: Difference["kind"], others: unknown[]) =>
    list.flatMap((item, index) =>
      others.some((other) => same(compared, [item], [other])) ? [] : [{ path: pathText([...path, index]), kind }],
    );
  const [gone, come] = [notIn(was, "delete", wanted), notIn(wanted, "add", was)];
  const places = new Set(come.map((it) => it.path));
  // At one place, an engine can show one thing: what stands there now instead of what stood there.
  const replaced = new Set(gone.map((it) => it.path).filter((it) => places.has(it)));
  return [
    ...gone.filter((it) => !replaced.has(it.path)),
    ...come.map((it): Difference => (replaced.has(it.path) ? { ...it, kind: "update" } : it)),
  ];
}

function ofItems(path: Path, was: unknown[], wanted: unknown[]): Difference[] {
  const longest = Math.max(was.length, wanted.length);
  return Array.from({ length: longest }, (_, index) =>
    between([...path, index], "exact", was[index], wanted[index]),
  ).flat();
}

function ofEntries(path: Path, was: Record<string, unknown>, wanted: Record<string, unknown>): Difference[] {
  const keys = new Set([...Object.keys(was), ...Object.keys(wanted)]);
  return [...keys].flatMap((key) => between([...path, key], "exact", was[key], wanted[key]));
}

function whole(path: Path, was: unknown, wanted: unknown): Difference {
  const kind = was === undefined ? "add" : wanted === undefined ? "delete" : "update";
  return { path: pathText(path), kind };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value);

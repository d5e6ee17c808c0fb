import type { Bag } from "../bag";
import type { Problem } from "../errors";
import { changedProperties } from "../lifecycle/diff";
import { absent, valuesAt } from "../lifecycle/references";
import type { Services } from "../services";
import type { Resource } from "./resource";

/** How long a preview waits for a list. */
const PATIENCE_MS = 20_000;

/**
 * What the inputs name and neither vendor has. Looked for only where the property changes, so that a preview without changes sends
 * nothing; a list that cannot be read is left to the apply, which asks for what it needs.
 * @param olds the inputs as they are in the state; empty for a new resource
 */
export async function absentReferences<I extends object, O extends object>(
  { references = [], properties }: Resource<I, O>,
  olds: Bag,
  inputs: Bag,
  services: Services,
): Promise<Problem[]> {
  const changed: readonly string[] = references.length === 0 ? [] : changedProperties(properties, olds, inputs);
  const found = references.map(async ({ path, missing, list }) => {
    const named = changed.includes(path[0]) ? valuesAt(inputs, path) : [];
    const from = named.length === 0 ? undefined : list(inputs, services);
    if (!from || services.unanswered.has(from)) return [];
    try {
      const ids = named.map(({ value }) => value);
      return absent(named, await inTime(from.including(ids)), missing);
    } catch {
      // The resources that come after it need not wait as well.
      services.unanswered.add(from);
      return [];
    }
  });
  return (await Promise.all(found)).flat();
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in time")), PATIENCE_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

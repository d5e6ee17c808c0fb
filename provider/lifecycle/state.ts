import type { Bag } from "../bag";
/**
 * What the state holds of a resource: its inputs as they were last applied (or, after a refresh, as they really are), and its
 * outputs. A property that the program never set is absent, and so is an output that is not there yet or not any more.
 */
export type State<Inputs, Outputs> = Partial<Inputs> & Partial<Outputs> & Unconfirmed;

export type Unconfirmed = {
  /**
   * Set where a run that failed may have changed more at the vendors than the state says, with the properties that it was about: the
   * next apply writes all of it again, and resets those that the program does not name any more.
   */
  unconfirmed?: string[];
};

/** What to send for an optional property: `null` resets it where the program has removed it, `undefined` is not sent. */
export function orReset<T>(state: Bag & Unconfirmed, property: string, value: T | undefined): T | null | undefined {
  return value === undefined && mayHold(state, property) ? null : value;
}

/** Whether the object at the vendor may have the property by us. */
export function mayHold(state: Bag & Unconfirmed, property: string): boolean {
  return state[property] !== undefined || (state.unconfirmed?.includes(property) ?? false);
}

/** `value` of an answer that does not always tell: `undefined` leaves `recorded` as it is, and `null` says that there is none. */
export function orRecorded<T>(recorded: T | undefined, value: T | null | undefined): T | undefined {
  return value === undefined ? recorded : (value ?? undefined);
}

/** `value` of the server for a property that the program manages; `undefined` for one that it does not. */
export function managed<T>(state: object, property: string, value: T): T | undefined {
  return property in state ? value : undefined;
}

/** `value` without the properties that are `undefined`. */
export function defined<T extends object>(value: T | undefined): { [Key in keyof T]?: NonNullable<T[Key]> } {
  const entries = Object.entries(value ?? {}).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof T]?: NonNullable<T[Key]> };
}

/** `value` without `undefined` at any depth; in a list, where something has to stand in its place, `null` does. */
export function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutUndefined(item) ?? null);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutUndefined(inner)]));
}

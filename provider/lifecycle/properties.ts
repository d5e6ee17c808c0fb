import type { z } from "zod";
import type { Bag } from "../bag";

/**
 * How two values of a property are compared. What servers normalise in their own way is no difference: upper and
 * lower case of an e-mail address, the forms of a URL (WHATWG), the order and doubles of a list. `when asked`: only that it
 * becomes `true` is a change. `at creation`: it tells how to create a resource and says nothing about it later.
 */
export type Comparison = "exact" | "set" | "addresses" | "e-mail" | "url" | "when asked" | "at creation";

/** Where a property is kept: a change of it has to be written there. */
export type Side = "workato" | "idp";

/** What a property of a resource's inputs needs. */
export interface Property<Schema extends z.ZodType = z.ZodType> {
  /** What it may be, with the message for anything else. */
  schema: Schema;
  compared: Comparison;
  /** Left out where it concerns the provider alone, or where a resource has one side only. */
  keptAt?: readonly Side[];
  /** Whether it holds a secret, at any depth. */
  secret?: true;
  /** Whether the SDK sets it, so that no program means it. */
  hidden?: true;
}

/** All properties of a resource: whoever adds one adds a row here and nowhere else in this folder. */
export type Properties = { readonly [name: string]: Property };

export type InputsOf<P extends Properties> = z.output<z.ZodObject<{ -readonly [Name in keyof P]: P[Name]["schema"] }>>;

/** The names of those for which something holds. */
export function namesWhere(properties: Properties, holds: (property: Property) => boolean): string[] {
  return Object.entries(properties).flatMap(([name, property]) => (holds(property) ? [name] : []));
}

/** Whether any of `changed` is kept at a side. */
export function areKeptAt(properties: Properties, side: Side, changed: ReadonlySet<string>): boolean {
  return [...changed].some((name) => properties[name]?.keptAt?.includes(side) ?? false);
}

/** All properties without a value: as if a program managed each of them, so that a read shows all that there is. */
export function valueless(properties: Properties): Record<string, undefined> {
  return Object.fromEntries(Object.keys(properties).map((name) => [name, undefined]));
}

/** A state as programs would write it: a list that is empty is left out where it may be. */
export function withoutEmptyLists(properties: Properties, state: Bag) {
  const isOptional = (name: string) => properties[name]?.schema.safeParse(undefined).success === true;
  const isEmpty = (value: unknown) => Array.isArray(value) && value.length === 0;
  return Object.fromEntries(Object.entries(state).filter(([name, value]) => !(isEmpty(value) && isOptional(name))));
}

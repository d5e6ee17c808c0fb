import { z } from "zod";
import type { Bag } from "../bag";
import type { Problem } from "../errors";
import { nearest } from "./nearest";
import { namesWhere, type Properties } from "./properties";
import { isUnknownAt, type Path, pathText } from "./unknown";

/** Properties, each with the zod schema that checks and normalises it. */
export type Shape = Record<string, z.ZodType>;

export interface Checked {
  /** The inputs, normalised wherever they are known: ids are strings, what is left out is absent. */
  inputs: Record<string, unknown>;
  /** Every mistake, each at its property path. */
  problems: Problem[];
}

/**
 * Checks inputs property by property, so that one mistake or one unknown value hides no other mistake. What is unknown is
 * accepted: it will be checked again at apply.
 */
export function checkProperties(properties: Properties, raw: Record<string, unknown>): Checked {
  const inputs: Record<string, unknown> = {};
  const problems: Problem[] = [];
  const secrets = namesWhere(properties, ({ secret }) => secret === true);
  for (const key of Object.keys(raw)) {
    if (!Object.hasOwn(properties, key) && raw[key] !== undefined) {
      problems.push({
        // It may hold a secret that is in the wrong place.
        property: propertyPath([key], [key]),
        reason: misspelt(
          key,
          namesWhere(properties, ({ hidden }) => !hidden),
        ),
      });
    }
  }
  for (const [key, { schema }] of Object.entries(properties)) {
    const given = raw[key] ?? undefined;
    const parsed = schema.safeParse(given);
    const value = parsed.success ? parsed.data : given;
    if (value !== undefined) inputs[key] = value;
    for (const issue of parsed.error?.issues ?? []) {
      const path = [key, ...issue.path];
      if (issue.code === "unrecognized_keys") {
        const names = namesIn(schemaAt(schema, issue.path));
        for (const name of issue.keys) {
          problems.push({ property: propertyPath([...path, name], secrets), reason: misspelt(name, names) });
        }
        continue;
      }
      if (isUnknownAt(raw, path)) continue;
      problems.push({ property: propertyPath(path, secrets), reason: issue.message });
    }
  }
  return { inputs, problems };
}

function misspelt(name: string, names: readonly string[]): string {
  const meant = nearest(name, names);
  return `there is no such property as "${name}"; ${meant ? `did you mean "${meant}"?` : "check its spelling"}`;
}

/** The names of the properties that an object of this schema may have; of several forms, those of all. */
function namesIn(schema: unknown): string[] {
  if (schema instanceof z.ZodOptional) return namesIn(schema.unwrap());
  if (schema instanceof z.ZodDiscriminatedUnion) return schema.options.flatMap(namesIn);
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

function schemaAt(schema: unknown, path: Path): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return schema;
  const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
  return inner instanceof z.ZodObject ? schemaAt(inner.shape[String(step)], rest) : undefined;
}

/** The path of a value in a state that is of another kind than the shape says, such as a text instead of a list; what is absent is not. */
export function unreadable(shape: Shape, state: Bag): string | undefined {
  for (const [key, schema] of Object.entries(shape)) {
    if (state[key] === undefined) continue;
    const issue = schema.safeParse(state[key]).error?.issues.find(({ code }) => OF_ANOTHER_KIND.includes(code));
    if (issue) return propertyPath([key, ...issue.path], []);
  }
  return undefined;
}

/** Of the other rules for a value, a state may hold what an earlier version accepted, or what was changed by hand. */
const OF_ANOTHER_KIND = ["invalid_type", "invalid_union"];

/**
 * A path as users write it: `introspection.endpointPath`, `requiredClaims[2]`. The engine prints the whole value of a
 * failing top-level property, so a secret one is never named alone.
 */
export function propertyPath(path: Path, secrets: readonly string[]): string {
  return path.length === 1 && secrets.includes(String(path[0])) ? `${String(path[0])}.*` : pathText(path);
}

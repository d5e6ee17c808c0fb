import type { EngineEvent } from "@pulumi/pulumi/automation";

/** One resource that is not as the program says, with its properties that differ. */
export interface Drift {
  resource: string;
  /** What the next apply would do: `update`, `create`, `replace` … */
  step: string;
  properties: { name: string; is: string; wanted: string }[];
}

/** What of a preview after a refresh is drift: every step that is not `same`. Secrets arrive as `[secret]`. */
export function driftOf(events: readonly EngineEvent[]): Drift[] {
  return events.flatMap(({ resourcePreEvent }) => {
    if (!resourcePreEvent) return [];
    const { op, urn, type, old, new: wanted } = resourcePreEvent.metadata;
    if (["same", "refresh", "read"].includes(op) || type.startsWith("pulumi:")) return [];
    const [is, should] = [old?.inputs ?? {}, wanted?.inputs ?? {}];
    const names = [...new Set([...Object.keys(is), ...Object.keys(should)])].filter((name) => !name.startsWith("__"));
    const properties = names
      .map((name) => ({ name, is: shown(is[name]), wanted: shown(should[name]) }))
      .filter((property) => property.is !== property.wanted);
    return [{ resource: urn.split("::").at(-1) ?? urn, step: op, properties }];
  });
}

/** The text of an issue. */
export function report(drift: readonly Drift[]): string {
  if (drift.length === 0) return "Everything is as the program says.\n";
  const lines = drift.flatMap(({ resource, step, properties }) => [
    `### ${resource}: ${step}`,
    "",
    ...(properties.length === 0
      ? ["Something that stands behind it is gone or disabled; the warnings of the run say what."]
      : ["| property | is | wanted |", "|---|---|---|"]),
    ...properties.map(({ name, is, wanted }) => `| \`${name}\` | \`${is}\` | \`${wanted}\` |`),
    "",
  ]);
  return [`${drift.length} of the stack's resources differ from the program.`, "", ...lines].join("\n");
}

const shown = (value: unknown) => (value === undefined ? "—" : JSON.stringify(value));

import type { DiagnosticEvent, EngineEvent } from "@pulumi/pulumi/automation";

/** One resource that is not as the program says, with its properties that differ. */
export interface Drift {
  resource: string;
  /** What the next apply would do: `update`, `create`, `replace` … */
  step: string;
  properties: { name: string; is: string; wanted: string }[];
}

/** What a preview after a refresh has found. */
export interface Findings {
  drift: Drift[];
  /** What the run warned of: what no property shows, and secrets that expire. */
  warnings: string[];
}

export function findingsOf(events: readonly EngineEvent[]): Findings {
  return { drift: driftOf(events), warnings: warningsOf(events) };
}

/** Whether nobody has to act. A secret that expires is no drift, and only a rotation renews it. */
export function isFine({ drift, warnings }: Findings): boolean {
  return drift.length === 0 && !warnings.some((text) => /: The client secret expire[sd] at /.test(text));
}

/** The text of an issue. */
export function report({ drift, warnings }: Findings): string {
  const count = drift.length;
  const lines = drift.flatMap(({ resource, step, properties }) => [
    `### ${resource}: ${step}`,
    "",
    ...(properties.length === 0
      ? ["Something that stands behind it is gone, disabled or changed, and no property shows it."]
      : ["| property | is | wanted |", "|---|---|---|"]),
    ...properties.map(({ name, is, wanted }) => `| \`${name}\` | \`${is}\` | \`${wanted}\` |`),
    "",
  ]);
  return [
    count === 0 ? "Everything is as the program says." : `${count} of the stack's resources differ from the program.`,
    "",
    ...lines,
    ...(warnings.length === 0 ? [] : ["### Warnings", "", ...warnings.map((text) => `- ${text}`), ""]),
  ].join("\n");
}

/** Every step that is not `same`. Secrets arrive as `[secret]`. */
function driftOf(events: readonly EngineEvent[]): Drift[] {
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

/** Each once, since both the refresh and the preview tell. */
function warningsOf(events: readonly EngineEvent[]): string[] {
  return [...new Set(events.flatMap(({ diagnosticEvent }) => (diagnosticEvent ? warningOf(diagnosticEvent) : [])))];
}

/** A provider's process prints its warnings as text, so the engine passes them on as messages. */
function warningOf({ severity, message }: DiagnosticEvent): string | [] {
  const text = message.replace(/<\{%.*?%\}>/g, "").trim();
  if (severity !== "warning" && !text.startsWith("warning: [runtime] ")) return [];
  return text.replace(/^(warning: )?(\[runtime\] )?/, "");
}

const shown = (value: unknown) => (value === undefined ? "none" : JSON.stringify(value));

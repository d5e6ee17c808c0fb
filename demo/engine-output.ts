/** What the engine did to a resource, such as ` ~  pulumi-nodejs:…:ApiClient orders updated (0.2s) [diff: ~name]`. */
const ROW = /^ ?([+~-]+) +\S*:(\w+) (\S+) +((?:created?|updated?|deleted?|replaced?)\b.*)$/;
const SECTION = /^(Diagnostics|Outputs|Resources):$/;
const PROBLEM = /^(warning|error): (?:\[runtime\] )?(.+)$/;

/**
 * The lines of the engine's output that say what happened: what was done to each resource, warnings and errors, new outputs
 * and the count. Left out are progress, times and the stack itself.
 */
export function condense(printed: string): string[] {
  const rows: string[] = [];
  const sections: Record<string, string[]> = { Diagnostics: [], Outputs: [], Resources: [] };
  let section: string | undefined;
  for (const line of printed.split("\n")) {
    const row = ROW.exec(line);
    if (row && row[2] !== "Stack") rows.push(`${row[1]} ${row[2]} ${row[3]} ${withoutTime(row[4] ?? "")}`);
    section = SECTION.exec(line)?.[1] ?? (/^\S/.test(line) ? undefined : section);
    if (section !== undefined && /^\s+\S/.test(line)) sections[section]?.push(line.trim().replace(/\s+/g, " "));
  }
  const { Diagnostics = [], Outputs = [], Resources = [] } = sections;
  return [
    ...rows,
    ...Diagnostics.flatMap(problem),
    ...titled("outputs", shownOutputs(Outputs, rows)),
    ...titled("resources", Resources),
  ];
}

/** The warnings and errors of {@link condense}. */
export function problems(printed: string): string[] {
  return condense(printed).filter((line) => PROBLEM.test(line));
}

/** Those that are new or differ; of a new stack, where the engine marks none, all. */
function shownOutputs(outputs: string[], rows: readonly string[]): string[] {
  const marked = outputs.filter((output) => /^[+~-] /.test(output));
  return marked.length > 0 || !rows.some((row) => row.startsWith("+ ")) ? marked : outputs;
}

function titled(title: string, items: readonly string[]): string[] {
  return items.length > 0 ? [`${title}: ${items.join(", ").replace(/ :/g, ":")}`] : [];
}

function withoutTime(text: string): string {
  return text.replace(/ \([\d.]+s\)/, "").trim();
}

function problem(line: string): string[] {
  const [, severity, text] = PROBLEM.exec(line) ?? [];
  return text === undefined ? [] : [`${severity}: ${text.replace(/pulumi-nodejs:dynamic\/workato:/g, "")}`];
}

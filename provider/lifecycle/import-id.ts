/** The parts of an id to import by, such as `<apiClientId>/<clientId>`; `undefined` where it has another form. */
export function importIds(parts: readonly string[], id: string): Record<string, string> | undefined {
  // A client id may hold a slash, so the last part takes what is left.
  const values = id.split("/");
  const last = values.splice(parts.length - 1).join("/");
  const all = [...values, last].map((value) => value.trim());
  if (all.length !== parts.length || all.some((value) => value === "")) return undefined;
  const wrong = parts.some((part, index) => part !== "clientId" && !/^[1-9]\d*$/.test(all[index] ?? ""));
  return wrong ? undefined : Object.fromEntries(parts.map((part, index) => [part, all[index] ?? ""]));
}

/** Its form, for messages. */
export const importForm = (parts: readonly string[]) => parts.map((part) => `<${part}>`).join("/");

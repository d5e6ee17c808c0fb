/**
 * The parts of an id to import by, such as `<apiClientId>/<clientId>`; `undefined` where it has another form.
 * @param names those of the identity providers, of which one may stand in front of the client id, as `<name>:`
 */
export function importIds(
  parts: readonly string[],
  id: string,
  names: readonly string[],
): Record<string, string> | undefined {
  // A client id may hold a slash, so the last part takes what is left.
  const values = id.split("/");
  const last = values.splice(parts.length - 1).join("/");
  const all = [...values, last].map((value) => value.trim());
  if (all.length !== parts.length || all.some((value) => value === "")) return undefined;
  const wrong = parts.some((part, index) => part !== "clientId" && !/^[1-9]\d*$/.test(all[index] ?? ""));
  if (wrong) return undefined;
  const ids = Object.fromEntries(parts.map((part, index) => [part, all[index] ?? ""]));
  const identityProvider = names.find((name) => ids.clientId?.startsWith(`${name}:`));
  if (identityProvider === undefined) return ids;
  return { ...ids, identityProvider, clientId: ids.clientId?.slice(identityProvider.length + 1) ?? "" };
}

/** Its form, for messages. */
export const importForm = (parts: readonly string[]) => parts.map((part) => `<${part}>`).join("/");

/** The URL of the next page, from a `Link` header (RFC 8288); `undefined` on the last page. */
export function nextLink(header: string | undefined): string | undefined {
  for (const [, url, parameters] of header?.matchAll(/<([^>]*)>([^<]*)/g) ?? []) {
    // Quoted values may hold anything, so each parameter is read whole.
    for (const [, name, quoted, bare] of (parameters ?? "").matchAll(/;\s*([\w*-]+)\s*=\s*(?:"([^"]*)"|([^\s;,]*))/g)) {
      const relations = (quoted ?? bare ?? "").toLowerCase().split(/\s+/);
      if (name?.toLowerCase() === "rel" && relations.includes("next")) return url;
    }
  }
  return undefined;
}

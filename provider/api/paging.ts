import { z } from "zod";
import type { Transport } from "../http/transport";
import { ask, readBody } from "./wire";

const PER_PAGE = 100;

/** All items of a list at Okta, each of whose answers links to the next page. @param path of the first page */
export async function linkedPages<T extends z.ZodType>(http: Transport, path: string, item: T): Promise<z.output<T>[]> {
  const all: z.output<T>[] = [];
  let next: string | undefined = path;
  while (next !== undefined) {
    const call = { method: "GET" as const, path: next };
    const answer = await http.send(call);
    all.push(...readBody(http, call, answer, z.array(item)));
    next = nextLink(answer.headers.link);
  }
  return all;
}

/** All items of a list at Workato, which ends with the first page that is not full. @param page what an answer holds */
export async function numberedPages<T>(http: Transport, path: string, page: z.ZodType<T[]>): Promise<T[]> {
  const all: T[] = [];
  for (let number = 1; ; number++) {
    const items = await ask(http, { method: "GET", path, query: { page: number, per_page: PER_PAGE } }, page);
    all.push(...items);
    if (items.length < PER_PAGE) return all;
  }
}

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

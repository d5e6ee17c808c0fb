import { z } from "zod";
import type { Transport } from "../http/transport";
import { together } from "../together";
import { ask, readBody } from "./wire";

const PER_PAGE = 100;
/** As many as go out at a time: a count that is absurd costs no more than that. */
const MOST_TOGETHER = 20;

/** A list that changes while it is paged shows rows twice, or not at all. */
interface Row {
  id: string;
}

/** The pages of a list at Okta, each of whose answers links to the next one. @param path of the first page */
export async function* linkedPages<T extends z.ZodType<Row>>(
  http: Transport,
  path: string,
  row: T,
): AsyncGenerator<z.output<T>[]> {
  const read = new Set<string>();
  let next: string | undefined = path;
  while (next !== undefined) {
    const call = { method: "GET" as const, path: next };
    const answer = await http.send(call);
    yield readBody(http, call, answer, z.array(row));
    read.add(next);
    next = nextLink(answer.headers.link);
    if (next !== undefined && read.has(next))
      throw http.malformed(call, answer, "its next page is one that came before");
  }
}

/** The pages of a list at Keycloak, which says nothing of how many there are. */
export async function* offsetPages<T extends z.ZodType<Row>>(
  http: Transport,
  path: string,
  query: Record<string, string>,
  row: T,
): AsyncGenerator<z.output<T>[]> {
  const seen = new Set<string>();
  for (let first = 0; ; first += PER_PAGE) {
    const call = { method: "GET" as const, path, query: { ...query, first, max: PER_PAGE } };
    const rows = await ask(http, call, z.array(row));
    const before = seen.size;
    for (const { id } of rows) seen.add(id);
    yield rows;
    if (rows.length < PER_PAGE || seen.size === before) return;
  }
}

interface Page<T> {
  rows: T[];
  /** Of the whole list, where the answer tells. */
  count?: number | undefined;
}

/** A page that is the rows alone. */
export function plainPage<T>(row: z.ZodType<T>): z.ZodType<Page<T>> {
  return z.array(row).transform((rows) => ({ rows }));
}

/** A page that holds its rows as `data`, and may hold the `count` of all. */
export function countedPage<T>(row: z.ZodType<T>): z.ZodType<Page<T>> {
  const count = z.number().optional().catch(undefined);
  return z.object({ data: z.array(row), count }).transform(({ data, count }) => ({ rows: data, count }));
}

/** All rows of a list at Workato. */
export async function numberedPages<T extends Row>(
  http: Transport,
  path: string,
  page: z.ZodType<Page<T>>,
): Promise<T[]> {
  const { rows, count = 0 } = await loadPages(http, path, page);
  // Where a row was deleted while the list was paged, another moved up to a page that had been read.
  return rows.length < count ? (await loadPages(http, path, page)).rows : rows;
}

/**
 * The list ends with the first page that is not full, or that holds nothing new, as of a server that knows no pages.
 * @returns the largest count of all pages: those after a deletion tell of fewer rows
 */
async function loadPages<T extends Row>(http: Transport, path: string, page: z.ZodType<Page<T>>): Promise<Page<T>> {
  const load = (number: number) => {
    const call = { method: "GET" as const, path, query: { page: number, per_page: PER_PAGE } };
    return ask(http, call, page);
  };
  const all = new Map<string, T>();
  let count: number | undefined;
  let read = 0;
  for (let isOver = false; !isOver; ) {
    const numbers = nextPages({ read, rows: all.size, count });
    for (const found of await together(numbers.map(load))) {
      const before = all.size;
      for (const row of found.rows) all.set(row.id, row);
      if (found.count !== undefined) count = Math.max(found.count, count ?? 0);
      isOver ||= found.rows.length < PER_PAGE || all.size === before;
    }
    read += numbers.length;
  }
  return { rows: [...all.values()], count };
}

interface ReadSoFar {
  /** How many pages. */
  read: number;
  rows: number;
  /** Of the whole list, as far as the pages told it. */
  count: number | undefined;
}

/**
 * The pages to ask for next, all at once: as many as the count implies, up to the one that is not full. Where it implies none, it may
 * be wrong, and the next one goes alone.
 */
export function nextPages({ read, rows, count = 0 }: ReadSoFar): number[] {
  const implied = rows < count ? Math.floor(count / PER_PAGE) + 1 - read : 0;
  const many = Math.min(Math.max(implied, 1), MOST_TOGETHER);
  return Array.from({ length: many }, (_, n) => read + 1 + n);
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

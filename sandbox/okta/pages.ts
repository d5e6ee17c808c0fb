import type { FastifyReply } from "fastify";
import { z } from "zod";

export const pageQuery = (defaultLimit: number) => ({
  limit: z.coerce.number().int().min(1).max(200).default(defaultLimit),
  after: z.string().optional(),
  q: z.string().optional(),
});

/** The rows after the cursor, which is the id of the last row seen; `next` is the cursor of the next page. */
export function pageOf<T>(rows: readonly T[], idOf: (row: T) => string, limit: number, after: string | undefined) {
  const from = after === undefined ? 0 : rows.findIndex((row) => idOf(row) === after) + 1;
  const page = rows.slice(from, from + limit);
  const last = page.at(-1);
  return { page, next: last !== undefined && from + limit < rows.length ? idOf(last) : undefined };
}

/** Okta sends one `Link` line for each relation. */
export function setLinks(reply: FastifyReply, orgUrl: string, next: string | undefined): void {
  const self = new URL(reply.request.url, orgUrl);
  const links = [`<${self.href}>; rel="self"`];
  if (next !== undefined) {
    const url = new URL(self);
    url.searchParams.set("after", next);
    links.push(`<${url.href}>; rel="next"`);
  }
  reply.header("link", links);
}

import { z } from "zod";
import { Listing } from "../../../provider/api/listing";
import { countedPage, linkedPages, nextLink, nextPages, numberedPages, plainPage } from "../../../provider/api/paging";
import type { Transport } from "../../../provider/http/transport";
import { json } from "../http/local-server";
import { hastily, useServers } from "./wire";

const serve = useServers();

const next = "https://acme.okta.com/api/v1/apps?after=100&limit=200";
const self = "https://acme.okta.com/api/v1/apps?limit=200";

test.each<[string, string | undefined, string | undefined]>([
  ["no header", undefined, undefined],
  ["an empty header", "", undefined],
  ["the only link", `<${next}>; rel="next"`, next],
  ["the last page", `<${self}>; rel="self"`, undefined],
  ["the second of two links", `<${self}>; rel="self", <${next}>; rel="next"`, next],
  ["the first of two links", `<${next}>; rel="next", <${self}>; rel="self"`, next],
  ["no white space", `<${self}>;rel="self",<${next}>;rel="next"`, next],
  ["no quotes", `<${next}>; rel=next`, next],
  ["other cases", `<${next}>; REL="Next"`, next],
  ["further parameters before it", `<${next}>; title="page 2"; rel="next"`, next],
  ["further parameters behind it", `<${next}>; rel="next"; title="page 2"`, next],
  ["several relations", `<${next}>; rel="last next"`, next],
  ["a comma and a semicolon in the URL", '</apps?after=1,2;3>; rel="next"', "/apps?after=1,2;3"],
  ["a previous page only", `<${self}>; rel="prev"`, undefined],
  ["the word in the URL only", '</next?rel=next>; rel="self"', undefined],
  ["the word at the end of another relation", `<${self}>; rel="not-next"`, undefined],
  ["the word at the beginning of another relation (RFC 5005)", `<${self}>; rel="next-archive"`, undefined],
  ["the relation in another parameter", `<${self}>; rel="prev"; title="a; rel=next"`, undefined],
  ["white space around the sign", `<${next}>; rel = "next"`, next],
  ["no relation", `<${self}>`, undefined],
  ["rubbish", "next", undefined],
])("with %s", (_, header, url) => {
  expect(nextLink(header)).toBe(url);
});

const row = z.object({ id: z.string(), name: z.string().optional() });
const rows = (first: number, count: number) => Array.from({ length: count }, (_, n) => ({ id: `${first + n}` }));
const ids = (all: { id: string }[]) => all.map(({ id }) => Number(id));
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

/** Pages as a server answers them one after the other, and what it was asked. */
async function paged<T>(replies: Parameters<typeof serve>, list: (http: Transport) => Promise<T>) {
  const server = await serve(...replies);
  const all = await list(hastily(server.url).http);
  return { all, asked: server.seen.map(({ url }) => url) };
}

describe("linked pages", () => {
  const list = (http: Transport) => new Listing(linkedPages(http, "/apps?limit=2", row)).all();
  const link = (after: number) => ({ link: `</apps?after=${after}&limit=2>; rel="next"` });

  test("are followed to the one that links to none, whatever their length", async () => {
    const { all, asked } = await paged(
      [json(rows(0, 2), 200, link(1)), json([], 200, link(2)), json(rows(2, 1))],
      list,
    );
    expect(ids(all)).toEqual([0, 1, 2]);
    expect(asked).toEqual(["/apps?limit=2", "/apps?after=1&limit=2", "/apps?after=2&limit=2"]);
  });

  test.each([
    ["itself", [link(1), link(1)], 2],
    ["one that came before", [link(1), link(2), link(1)], 3],
  ])(
    "are an answer that cannot be read where one links to %s, rather than a list without an end",
    async (_, links, asked) => {
      const server = await serve(...links.map((it, page) => json(rows(page, 1), 200, it)));
      await expect(list(hastily(server.url).http)).rejects.toThrow("its next page is one that came before");
      expect(server.seen).toHaveLength(asked);
    },
  );

  test("show a row once that is on two of them, as it is on the later one", async () => {
    const moved = [{ id: "1", name: "renamed" }, { id: "2" }];
    const { all } = await paged([json(rows(0, 2), 200, link(1)), json(moved)], list);
    expect(all).toEqual([{ id: "0" }, { id: "1", name: "renamed" }, { id: "2" }]);
  });
});

describe("numbered pages", () => {
  const plain = (http: Transport) => numberedPages(http, "/list", plainPage(row));
  const counted = (http: Transport) => numberedPages(http, "/list", countedPage(row));
  const page = (data: object[], count?: unknown) => json({ data, count });

  test.each([
    ["a page that is not full", [100, 3], 2],
    ["an empty page behind full ones", [100, 100, 0], 3],
    ["the first page", [0], 1],
  ])("end with %s", async (_, lengths, requests) => {
    const replies = lengths.map((length, page) => json(rows(page * 100, length)));
    const { all, asked } = await paged(replies, plain);
    expect(ids(all)).toEqual(upTo(lengths.reduce((sum, length) => sum + length)));
    expect(asked).toEqual(upTo(requests).map((n) => `/list?page=${n + 1}&per_page=100`));
  });

  test("show a row once that is on two of them", async () => {
    const { all } = await paged([json(rows(0, 100)), json(rows(98, 5))], plain);
    expect(ids(all)).toEqual(upTo(103));
  });

  test("end where the server knows no pages", async () => {
    const { all, asked } = await paged([json(rows(0, 150))], plain);
    expect(ids(all)).toEqual(upTo(150));
    expect(asked).toHaveLength(2);
  });

  test("are loaded once more where a row was passed over, as the count tells", async () => {
    // Row 0 was deleted after the first page, so that row 100 moved to a page that had been read.
    const replies = [
      page(rows(0, 100), 103),
      page(rows(101, 2), 102),
      page(rows(1, 100), 102),
      page(rows(101, 2), 102),
    ];
    const { all, asked } = await paged(replies, counted);
    expect(ids(all)).toEqual(upTo(103).slice(1));
    expect(asked).toHaveLength(4);
  });

  test("are loaded twice at most, also where the count is never reached", async () => {
    const { all, asked } = await paged([page(rows(0, 3), 4)], counted);
    expect(ids(all)).toEqual([0, 1, 2]);
    expect(asked).toHaveLength(2);
  });

  test.each([3, 2, 0, undefined, null, "3"])("are loaded once where the count is %j", async (count) => {
    const { all, asked } = await paged([page(rows(0, 3), count)], counted);
    expect(ids(all)).toEqual([0, 1, 2]);
    expect(asked).toHaveLength(1);
  });

  /** Answers by the page that is asked for, and not before so many requests wait for an answer. */
  const byPage = (pages: Record<number, Parameters<typeof serve>[0]>, together: Record<number, number> = {}) => {
    const waiting: (() => void)[] = [];
    return (...[request, response]: Parameters<Parameters<typeof serve>[0]>) => {
      const number = Number(new URL(request.url ?? "", "http://list").searchParams.get("page"));
      waiting.push(() => pages[number]?.(request, response));
      if (waiting.length >= (together[number] ?? waiting.length)) for (const answer of waiting.splice(0)) answer();
    };
  };

  test("are asked for all at once as far as the count tells, and shown in their order", async () => {
    const pages = {
      1: page(rows(0, 100), 320),
      2: page(rows(100, 100)),
      3: page(rows(200, 100)),
      4: page(rows(300, 20)),
    };
    const server = await serve(byPage(pages, { 2: 3, 3: 3, 4: 3 }));
    expect(ids(await counted(hastily(server.url).http))).toEqual(upTo(320));
    expect(server.seen).toHaveLength(4);
  });

  test("go on behind what the count has told, as of a list that grows meanwhile", async () => {
    const pages = {
      1: page(rows(0, 100), 150),
      2: page(rows(100, 100), 200),
      3: page(rows(200, 100), 310),
      4: page(rows(300, 10), 310),
    };
    const server = await serve(byPage(pages));
    expect(ids(await counted(hastily(server.url).http))).toEqual(upTo(310));
    expect(server.seen).toHaveLength(4);
  });

  test("cost little where the count is absurd, twice as much as once", async () => {
    const server = await serve(
      byPage({
        1: page(rows(0, 100), 1e9),
        ...Object.fromEntries(
          upTo(40)
            .slice(2)
            .map((n) => [n, page([], 1e9)]),
        ),
      }),
    );
    expect(ids(await counted(hastily(server.url).http))).toEqual(upTo(100));
    expect(server.seen).toHaveLength(2 * 21);
  });

  test("fail with the first page that fails, once none is under way any more", async () => {
    const refused = (status: number) => json({ message: `page of ${status}` }, status);
    const pages = { 1: page(rows(0, 100), 320), 2: page(rows(100, 100)), 3: refused(403), 4: refused(404) };
    const server = await serve(byPage(pages, { 2: 3, 3: 3, 4: 3 }));
    await expect(counted(hastily(server.url).http)).rejects.toMatchObject({ status: 403 });
    expect(server.seen).toHaveLength(4);
  });

  test.each<[string, Parameters<typeof nextPages>[0], number, number]>([
    ["the first page alone", { read: 0, rows: 0, count: undefined }, 1, 1],
    ["the next one where no count is told", { read: 1, rows: 100, count: undefined }, 2, 2],
    ["all that the count implies", { read: 1, rows: 100, count: 1050 }, 2, 11],
    ["the one that is not full with them", { read: 1, rows: 100, count: 1000 }, 2, 11],
    ["no more than go out at a time", { read: 1, rows: 100, count: 10_000 }, 2, 21],
    ["the rest of them afterwards", { read: 81, rows: 8100, count: 10_000 }, 82, 101],
    ["the next one where the count is reached", { read: 1, rows: 100, count: 100 }, 2, 2],
    ["the next one of a server that has shown all at once", { read: 1, rows: 1500, count: 1500 }, 2, 2],
    ["the next one where rows are missing behind the last page", { read: 11, rows: 999, count: 1000 }, 12, 12],
    ["the next one where the count is less than what was seen", { read: 3, rows: 300, count: 7 }, 4, 4],
    ["few where the count is absurd", { read: 1, rows: 100, count: 1e9 }, 2, 21],
    ["the next one where the count is below zero", { read: 1, rows: 100, count: -5 }, 2, 2],
  ])("next: %s", (_, seen, first, last) => {
    expect(nextPages(seen)).toEqual(upTo(last + 1).slice(first));
  });
});

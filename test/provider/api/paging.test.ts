import { z } from "zod";
import { linkedPages, nextLink, numberedPages } from "../../../provider/api/paging";
import { Transport } from "../../../provider/http/transport";
import { json, localServer } from "../http/local-server";

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

/** Pages as a server answers them one after the other, and what it was asked. */
async function paged<T>(replies: Parameters<typeof localServer>, list: (http: Transport) => Promise<T>) {
  const server = await localServer(...replies);
  const vendor = {
    name: "Okta",
    baseUrl: server.url,
    requestsPerMinute: 1000,
    authorize: () => ({}),
    explain: () => ({}),
  };
  try {
    const all = await list(new Transport(vendor, { timeoutSeconds: 5, retryTotalSeconds: 5 }, () => {}));
    return { all, asked: server.seen.map(({ url }) => url) };
  } finally {
    await server.stop();
  }
}

test("linked pages are followed to the one that links to none, whatever their length", async () => {
  const link = { link: '</apps?after=1&limit=2>; rel="next"' };
  const replies = [json(["a", "b"], 200, link), json([], 200, { link: '</apps?after=2>; rel="next"' }), json(["c"])];
  const { all, asked } = await paged(replies, (http) => linkedPages(http, "/apps?limit=2", z.string()));
  expect(all).toEqual(["a", "b", "c"]);
  expect(asked).toEqual(["/apps?limit=2", "/apps?after=1&limit=2", "/apps?after=2"]);
});

test.each([
  ["a page that is not full", [100, 3], 2],
  ["an empty page behind full ones", [100, 100, 0], 3],
  ["the first page", [0], 1],
])("numbered pages end with %s", async (_, lengths, requests) => {
  const replies = lengths.map((length, page) => json(Array.from({ length }, (_, n) => page * 100 + n)));
  const { all, asked } = await paged(replies, (http) => numberedPages(http, "/list", z.array(z.number())));
  expect(all).toEqual(Array.from({ length: all.length }, (_, n) => n));
  expect(all).toHaveLength(lengths.reduce((sum, length) => sum + length));
  expect(asked).toEqual(Array.from({ length: requests }, (_, n) => `/list?page=${n + 1}&per_page=100`));
});

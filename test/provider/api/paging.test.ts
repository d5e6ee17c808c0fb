import { nextLink } from "../../../provider/api/paging";

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

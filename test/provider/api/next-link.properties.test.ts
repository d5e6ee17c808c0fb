import fc from "fast-check";
import { nextLink } from "../../../provider/api/paging";

const token = fc.stringMatching(/^[a-z]{1,8}$/).filter((name) => name !== "rel" && name !== "next");
const url = fc.webUrl({ withQueryParameters: true }).map((url) => url.replaceAll(/[<>]/g, ""));
const link = fc.record({
  url,
  relations: fc.array(fc.constantFrom("next", "self", "prev", "next-archive"), { minLength: 1, maxLength: 3 }),
  title: fc.option(fc.string().map((text) => text.replaceAll(/["<>]/g, ""))),
  other: token,
});
const rendered = ({ url, relations, title, other }: typeof link extends fc.Arbitrary<infer T> ? T : never) =>
  `<${url}>; ${other}=1; ${title === null ? "" : `title="${title}"; `}rel="${relations.join(" ")}"`;

test("in a header as RFC 8288 has it, the first link to the next page is found, and no other", () => {
  fc.assert(
    fc.property(fc.array(link, { maxLength: 5 }), (links) => {
      const next = links.find(({ relations }) => relations.includes("next"));
      expect(nextLink(links.map(rendered).join(", "))).toBe(next?.url);
    }),
  );
});

test("in any text, there is no link or one that stands in it", () => {
  const piece = fc.constantFrom("<", ">", ";", ",", '"', "=", "rel", "next", "/apps", " ");
  const text = fc.oneof(
    fc.string(),
    fc.array(piece).map((pieces) => pieces.join("")),
  );
  fc.assert(
    fc.property(text, (header) => {
      const found = nextLink(header);
      expect(found === undefined || header.includes(`<${found}>`)).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

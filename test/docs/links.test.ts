import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DOCUMENTS, proseOf, ROOT } from "./documents";

const at = (file: string) => readFileSync(join(ROOT, file), "utf8");
const CONTRIBUTING = at("CONTRIBUTING.md");
const ALL = { ...DOCUMENTS, "CONTRIBUTING.md": CONTRIBUTING, "SECURITY.md": at("SECURITY.md") };

/** The anchor that GitHub gives a heading. */
const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
const anchorsOf = (text: string) => [...proseOf(text).matchAll(/^#+ (.*)$/gm)].map(([, it = ""]) => anchor(it));

/** What is linked: in place, as an image, or by a name that stands at the end. */
const targetsOf = (text: string) =>
  [...proseOf(text).matchAll(/\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)$/gm)].map(
    ([, inline, named]) => inline ?? named ?? "",
  );

test.each(Object.entries(ALL))("%s: its links lead to files and headings that there are", (file, text) => {
  const dead = targetsOf(text).filter((target) => {
    if (/^https:/.test(target)) return false;
    const [path = "", heading] = target.split("#");
    const found = path === "" ? file : join(dirname(file), path);
    if (!existsSync(join(ROOT, found))) return true;
    return heading !== undefined && !anchorsOf(readFileSync(join(ROOT, found), "utf8")).includes(heading);
  });
  expect(dead).toEqual([]);
});

test("whoever reads the README finds every document from there", () => {
  const linked = targetsOf(DOCUMENTS["README.md"] ?? "");
  expect(Object.keys(DOCUMENTS).filter((file) => file !== "README.md" && !linked.includes(file))).toEqual([]);
});

test("the README is short, and its table of contents has all of its sections", () => {
  const text = DOCUMENTS["README.md"] ?? "";
  expect(text.split(/\s+/).filter(Boolean).length).toBeLessThanOrEqual(1500);
  const [, ...sections] = anchorsOf(text);
  const [contents = ""] = text.split(/^## /m);
  expect(targetsOf(contents).filter((target) => sections.includes(target.slice(1)))).toEqual(
    expect.arrayContaining(sections.map((it) => `#${it}`)),
  );
});

test("the names that only engineers use stand in one table of CONTRIBUTING", () => {
  const names = /\b[MB]\d{1,2}\b/g;
  for (const text of Object.values(DOCUMENTS)) expect(proseOf(text).match(names)).toBeNull();
  expect(CONTRIBUTING.replace(/^\| [MB]\d+ \|.*$/gm, "").match(names)).toBeNull();
});

test("the files that CONTRIBUTING names by their whole path are there", () => {
  const named = [
    ...CONTRIBUTING.matchAll(/`((?:provider|sdk|cli|sandbox|test|tools|bench|demo|examples|docs)\/[\w./-]+)`/g),
  ];
  const missing = named.map(([, path = ""]) => path).filter((path) => !existsSync(join(ROOT, path)));
  expect(missing).toEqual([]);
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import manifest from "../../package.json";

const ROOT = join(__dirname, "../..");
const workflow = readFileSync(join(ROOT, ".github/workflows/release.yml"), "utf8");

test("the release runs npm scripts that there are, and those that make all of it", () => {
  const called = [...workflow.matchAll(/run: npm (?:run )?([\w:]+)/g)].map(([, name = ""]) => name);
  const ours = called.filter((name) => !["ci", "pack"].includes(name));
  expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining(ours));
  expect(ours).toEqual(expect.arrayContaining(["test", "test:native", "test:sdks", "package:plugin", "sdks"]));
});

test("only the job that publishes may write, and it builds nothing", () => {
  const [build, publish = ""] = workflow.split(/^ {2}publish:$/m);
  expect(build).not.toContain("contents: write");
  expect(build).not.toContain("github.token");
  expect(publish).not.toContain("checkout");
});

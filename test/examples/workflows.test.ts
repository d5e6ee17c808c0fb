import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";

const EXAMPLE = resolve(__dirname, "../../examples/ci");
const text = (name: string) => readFileSync(join(EXAMPLE, name), "utf8");
const manifest = JSON.parse(text("package.json"));
const workflows = readdirSync(join(EXAMPLE, "workflows")).map((name) => [name, text(`workflows/${name}`)] as const);
const all = (of: string, pattern: RegExp) => [...of.matchAll(pattern)].map(([, found = ""]) => found);

describe.each(workflows)("%s", (_, workflow) => {
  test("calls only what the project has", () => {
    const called = all(workflow, /npm run (?:--\S+ )*([\w-]+)/g);
    expect(called).not.toEqual([]);
    for (const script of called) expect(Object.keys(manifest.scripts)).toContain(script);
    for (const program of all(workflow, /npx (\S+)/g)) expect(Object.keys(manifest.dependencies)).toContain(program);
  });

  test("hands tokens to single steps, and is allowed little", () => {
    const [head, steps] = workflow.split(/^ {4}steps:$/m);
    expect(head).not.toMatch(/\$\{\{ *(secrets|github\.token)/);
    expect(steps).toContain("secrets.");
    expect(head).toMatch(/^ {4}environment: (production|preview)$/m);
    expect(head).toMatch(/^permissions: \{ contents: read(, issues: write)? \}$/m);
  });

  test("waits for the others", () => {
    expect(all(workflow, /^concurrency: (.*)$/gm)).toEqual([
      "{ group: workato-stack, cancel-in-progress: false, queue: max }",
    ]);
  });
});

describe("the nightly workflow", () => {
  const folder = mkdtempSync(join(tmpdir(), "workflow-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const log = join(folder, "log");
  const stand = (name: string, script: string) =>
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const [check = "", issue = ""] = all(text("workflows/drift.yml"), / run: \|\n((?: {10}.*\n)+)/g);
  /** A step as GitHub runs it, with stand-ins for npm and gh. */
  const step = (script: string, env: Record<string, string>) => {
    writeFileSync(log, "");
    const PATH = [folder, process.env.PATH].join(delimiter);
    const { status } = spawnSync("bash", ["-e", "-c", script], {
      cwd: folder,
      env: { PATH, GITHUB_OUTPUT: log, ...env },
    });
    return { status, log: readFileSync(log, "utf8").trim() };
  };

  test.each([
    [0, 0],
    [2, 0],
    [1, 1],
  ])("a check that ends with %d makes its step end with %d, and is told to the next one", (code, status) => {
    stand("npm", `exit ${code}`);
    expect(step(check, {})).toEqual({ status, log: `code=${code}` });
  });

  test.each([
    ["drift opens an issue", "2", "", 2, "issue create --title Drift of the Workato stack --body-file drift.md"],
    ["drift goes to the open issue", "2", "7", 2, "issue edit 7 --body-file drift.md"],
    ["no more drift closes it", "0", "7", 0, "issue close 7 --comment Everything is as the program says."],
    ["no drift does nothing", "0", "", 0, ""],
  ])("%s", (_, CODE, open, status, done) => {
    stand("gh", `if [ "$2" = list ]; then echo "${open}"; else echo "$@" >> "$GITHUB_OUTPUT"; fi`);
    expect(step(issue, { CODE })).toEqual({ status, log: done });
  });
});

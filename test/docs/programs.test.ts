import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import schema from "../../schema.json";
import { CONSUMER } from "../../tools/installed";
import { blocksOf, ROOT } from "./documents";

/** What a fragment goes on from: the README's program, and the packages that every program imports. */
const CONTEXT = `
import type { ApiClient, DcrProvider } from "pulumi-workato-dcr";
declare global {
  const dcrProvider: DcrProvider;
  const orders: ApiClient;
}`;

/** Of a package that is not installed here, what a document uses of it. */
const FOREIGN = `
declare module "@pulumi/aws" {
  import type * as pulumi from "@pulumi/pulumi";
  namespace secretsmanager {
    class SecretVersion extends pulumi.CustomResource {
      constructor(name: string, args: { secretId: pulumi.Input<string>; secretString: pulumi.Input<string> });
    }
  }
}`;

const PACKAGES = { pulumi: "@pulumi/pulumi", workato: "pulumi-workato-dcr", aws: "@pulumi/aws" };

/** A fragment with the imports that it goes without. */
function whole(text: string): string {
  const missing = Object.entries(PACKAGES).filter(
    ([name]) => new RegExp(`\\b${name}\\.`).test(text) && !text.includes(`import * as ${name} `),
  );
  // On the first line, so that the others keep their numbers.
  return `${missing.map(([name, from]) => `import * as ${name} from "${from}"; `).join("")}${text}\nexport {};\n`;
}

let folder: string;
beforeAll(() => {
  mkdirSync(join(CONSUMER, "work"), { recursive: true });
  folder = mkdtempSync(join(CONSUMER, "work/docs-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function compile(programs: Record<string, string>): string {
  for (const [name, text] of Object.entries(programs)) writeFileSync(join(folder, name), text);
  const compilerOptions = {
    ...{ strict: true, noEmit: true, skipLibCheck: true, target: "es2022", module: "nodenext", esModuleInterop: true },
    ...{ types: ["node", "jest"], typeRoots: [join(ROOT, "node_modules/@types")] },
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
  const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
  return spawnSync(process.execPath, [tsc, "-p", folder], { cwd: folder, encoding: "utf8" }).stdout;
}

test("every program of the README and the documents compiles, in a strict project with the installed package", () => {
  const blocks = blocksOf("ts");
  expect(blocks.length).toBeGreaterThan(8);
  const named = blocks.map(({ at, text }) => [`${at.replace(/[/:]/g, "-")}.ts`, whole(text)]);
  expect(compile({ ...Object.fromEntries(named), "context.d.ts": CONTEXT, "foreign.d.ts": FOREIGN })).toBe("");
});

test("Python programs name classes and arguments that the schema has", () => {
  const blocks = blocksOf("python");
  expect(blocks.length).toBeGreaterThan(0);
  const resources: Record<string, { inputProperties: object }> = schema.resources;
  const wrong = blocks.flatMap(({ at, text }) =>
    [...text.matchAll(/workato\.(\w+)\("\w+", (.*)\)$/gm)].flatMap(([, kind = "", args = ""]) => {
      const known = Object.keys(resources[`workato-dcr:index:${kind}`]?.inputProperties ?? {});
      const named = [...args.matchAll(/(\w+)=/g)].map(([, name = ""]) =>
        name.replace(/_(\w)/g, (_, it) => it.toUpperCase()),
      );
      expect(named.length).toBeGreaterThan(1);
      return named.filter((name) => !known.includes(name)).map((name) => `${at}: ${kind} ${name}`);
    }),
  );
  expect(wrong).toEqual([]);
});

test("programs are in languages that are looked at", () => {
  const code = blocksOf("js", "javascript", "typescript", "tsx", "py", "go", "java", "csharp", "bash", "shell");
  expect(code.map(({ at }) => at)).toEqual([]);
});

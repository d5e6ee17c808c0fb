import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(__dirname, "../..");
const read = (file: string) => readFileSync(join(ROOT, file), "utf8");
const docs = readdirSync(join(ROOT, "docs")).filter((file) => file.endsWith(".md"));

/** What those read who use the package, by file. */
export const DOCUMENTS: Readonly<Record<string, string>> = Object.fromEntries(
  ["README.md", ...docs.map((file) => `docs/${file}`)].map((file) => [file, read(file)]),
);

/** A block between fences. */
export interface Block {
  /** File and line, such as `README.md:12`. */
  at: string;
  language: string;
  text: string;
}

const FENCED = /^```(\w*)[^\n]*\n([\s\S]*?)^```$/gm;

export function blocksOf(...languages: string[]): Block[] {
  const all = Object.entries(DOCUMENTS).flatMap(([file, text]) =>
    [...text.matchAll(FENCED)].map(({ 1: language = "", 2: block = "", index }) => ({
      at: `${file}:${text.slice(0, index).split("\n").length}`,
      language,
      text: block,
    })),
  );
  return all.filter(({ language }) => languages.includes(language));
}

/** A document without what is between fences. */
export const proseOf = (text: string) => text.replace(FENCED, "");

/** The program that the README has its reader write. */
export function firstProgram(): string {
  const first = blocksOf("ts").find(({ at }) => at.startsWith("README.md"));
  if (first === undefined) throw new Error("the README has no program");
  return first.text;
}

/** The commands of a block: without comments, and each of those that `&&` joins alone. */
export function commandsOf({ text }: Block): string[] {
  const lines = text.split("\n").map((line) => line.replace(/(^|\s+)#.*$/, "").trim());
  return lines.flatMap((line) => line.split(" && ")).filter((command) => command !== "");
}

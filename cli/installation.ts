import { existsSync, realpathSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { z } from "zod";
import { projectAbove } from "./stack-config";

/** How a project runs, and what its program can load. */
export interface Installation {
  /** The program's folder, from which the engine resolves what a state names. */
  folder: string;
  /** Such as `nodejs`; `undefined` where the project file is written in an unusual way. */
  runtime: string | undefined;
  /** The version of this package that the program loads; `undefined` where it cannot. */
  ours: string | undefined;
  sdk: string | undefined;
  /** Whether pnpm has installed the SDK. */
  byPnpm: boolean;
  /** The file by which Yarn takes the place of node_modules. */
  plugAndPlay: string | undefined;
}

const OURS = "pulumi-workato-dcr";
const SDK = "@pulumi/pulumi";
const PLUG_AND_PLAY = ".pnp.cjs";

const manifest = z.object({ version: z.string() });
const project = z.object({
  runtime: z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]).optional(),
  main: z.string().optional(),
});

/** @param cwd in a Pulumi project */
export async function readInstallation(cwd: string): Promise<Installation> {
  const file = projectAbove(cwd);
  if (file === undefined) throw new Error(`there is no Pulumi project in or above ${cwd}`);
  const { runtime, main } = readProject(await readFile(file, "utf8"), file.endsWith(".json"));
  const folder = programFolder(dirname(file), main);
  const [ours, sdk] = [find(OURS, folder), find(SDK, folder)];
  return {
    folder,
    runtime,
    ours: ours && (await versionIn(ours)),
    sdk: sdk && (await versionIn(sdk)),
    byPnpm: sdk?.split(sep).includes(".pnpm") ?? false,
    plugAndPlay: above(folder, PLUG_AND_PLAY),
  };
}

/** Of YAML, what people write: `runtime: nodejs`, a block, or `{ name: nodejs }`. */
function readProject(text: string, json: boolean): z.output<typeof project> {
  if (json) return project.parse(JSON.parse(text));
  const runtime = /^runtime\s*:\s*(?:\{?\s*name\s*:\s*)?["']?([\w-]+)/m.exec(text)?.[1];
  return { runtime, main: /^main\s*:\s*["']?([^"'\s#]+)/m.exec(text)?.[1] };
}

/** `main` is a folder or a file. */
function programFolder(root: string, main = "."): string {
  const path = resolve(root, main);
  return /\.[cm]?[jt]s$/.test(path) ? dirname(path) : path;
}

/**
 * The package.json of what a program in the folder would load. Looked for by hand, since the launchers that pnpm makes set NODE_PATH,
 * by which this command finds what the engine will not.
 */
function find(name: string, folder: string): string | undefined {
  const path = above(folder, join("node_modules", name, "package.json"));
  return path && realpathSync(path);
}

async function versionIn(file: string): Promise<string> {
  return manifest.parse(JSON.parse(await readFile(file, "utf8"))).version;
}

function above(folder: string, name: string): string | undefined {
  const path = join(folder, name);
  if (existsSync(path)) return path;
  const parent = dirname(folder);
  return parent === folder ? undefined : above(parent, name);
}

import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { SandboxInfo } from "../sandbox/client";
import { ensurePulumi } from "./ensure-pulumi";
import { ensureYamlHost } from "./ensure-yaml-host";
import { bundlePlugin } from "./plugin/bundle";
import { StackFiles } from "./stack-files";
import { ENGINE, sandboxConfig, stepOf, textUnder, withoutForeign } from "./workspace";

const BUILD = join(__dirname, "../.build");

/** What the resources of a program in YAML are, or the whole program as its text. */
export type YamlProgram = string | { resources: object; outputs?: object; variables?: object; config?: object };

/** What one command of the CLI did. A command that fails rejects, with everything it printed in the message. */
export interface CliRun {
  printed: string;
  /** What was done to which resource, such as `create orders`; sorted. */
  steps: string[];
}

/** A stack whose program is in YAML, worked with by the plain CLI and the native plugin. */
export interface NativeStack {
  readonly files: StackFiles;
  /** The folder of the project. */
  readonly folder: string;
  /** What a process gets that works with the stack. */
  readonly env: Record<string, string>;
  program(program: YamlProgram): Promise<void>;
  /** @param args such as `up`, `--yes` */
  pulumi(...args: string[]): Promise<CliRun>;
  /** The same, for a command that is interrupted, as by Ctrl-C. */
  start(...args: string[]): { done: Promise<CliRun>; interrupt(): void };
  /** Everything that all commands have printed, failed ones included. */
  printed(): string;
  /** Every file that the engine has written, and the program has not. */
  stored(): Promise<string>;
  remove(): Promise<void>;
}

interface Options {
  sandbox: { info: Pick<SandboxInfo, "workatoBaseUrl" | "workatoToken" | "oktaOrgUrl" | "oktaToken"> };
  config?: Record<string, string>;
  env?: Record<string, string>;
  /** Unless given, the stack's own configuration has the sandbox's addresses and tokens. */
  configured?: boolean;
  /** The language of the program; `yaml` unless given. */
  runtime?: string;
  /** Where the plugin is; that of the sources as they are unless given, and where it is installed with `null`. */
  plugin?: string | null;
}

/** One for all stacks of the process. */
let plugin: Promise<string> | undefined;

/** The folder of a plugin made of the sources as they are. */
export function nativePlugin(): Promise<string> {
  plugin ??= (async () => {
    await mkdir(BUILD, { recursive: true });
    const folder = await mkdtemp(join(BUILD, "plugin-"));
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    await bundlePlugin(folder);
    return folder;
  })();
  return plugin;
}

export async function createNativeStack({
  sandbox,
  config = {},
  env = {},
  configured = true,
  runtime = "yaml",
  plugin: place,
}: Options): Promise<NativeStack> {
  await mkdir(BUILD, { recursive: true });
  const folder = await mkdtemp(join(BUILD, "native-"));
  const [project, backend] = [join(folder, "project"), join(folder, "backend")];
  const files = new StackFiles({ project, backend, projectName: "test", stackName: "test" });
  const [engine, yamlHost, path] = await Promise.all([
    ensurePulumi(() => {}),
    ensureYamlHost(),
    place === undefined ? nativePlugin() : place,
  ]);
  await files.create({ runtime, ...(path !== null && { plugins: { providers: [{ name: "workato-dcr", path }] } }) });
  await files.configure({ ...(configured && sandboxConfig(sandbox.info)), ...config });
  const whole = {
    ...(process.env as Record<string, string>),
    ...withoutForeign(),
    ...files.env,
    ...ENGINE,
    PULUMI_HOME: join(folder, "home"),
    // For `--event-log`.
    PULUMI_DEBUG_COMMANDS: "true",
    PATH: [yamlHost, process.env.PATH].join(delimiter),
    ...env,
  };

  let all = "";
  let events = 0;
  function start(...args: string[]) {
    const log = join(folder, `events-${events++}`);
    const withEvents = ["preview", "up", "refresh", "destroy", "import"].includes(args[0] ?? "");
    const more = withEvents ? ["--event-log", log, "--stack", "test"] : [];
    const running = run(engine, [...args, ...more, "--color", "never", "--non-interactive"], project, whole);
    const done = running.ended.then(async ({ code, text }) => {
      all += text;
      if (code !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${code}:\n${text}`);
      return { printed: text, steps: await stepsIn(log) };
    });
    return { done, interrupt: running.interrupt };
  }

  return {
    files,
    folder: project,
    env: whole,
    async program(program) {
      const text = typeof program === "string" ? program : JSON.stringify(program, undefined, 2);
      await writeFile(join(project, "Main.yaml"), text);
    },
    pulumi: (...args) => start(...args).done,
    start,
    printed: () => all,
    stored: () => textUnder(backend),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Runs a program. Of what it says, `text` is all, and `out` what it says on stdout. */
export function run(command: string, args: string[], cwd: string, env: Record<string, string>) {
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<{ code: number | null; text: string; out: string }>((resolve, reject) => {
    let [text, out] = ["", ""];
    child.stdout.on("data", (chunk) => {
      text += chunk;
      out += chunk;
    });
    child.stderr.on("data", (chunk) => {
      text += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, text, out }));
  });
  return { ended, interrupt: () => void child.kill("SIGINT") };
}

async function stepsIn(log: string): Promise<string[]> {
  const text = await readFile(log, "utf8").catch(() => "");
  const events = text.split("\n").filter((line) => line !== "");
  return events.flatMap((line) => stepOf(JSON.parse(line) as EngineEvent)).sort();
}

import { rmSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  type ConfigMap,
  type ConfigValue,
  type EngineEvent,
  LocalWorkspace,
  type OutputMap,
  PulumiCommand,
  type PulumiFn,
  Stack,
  type UpOptions,
} from "@pulumi/pulumi/automation";
import type { SandboxInfo } from "../sandbox/client";
import { ensurePulumi } from "./ensure-pulumi";
import "./inline-programs";
import { CONSUMER } from "./installed";
import { AttachedHost } from "./provider-host/attached-host";
import { type StackExport, StackFiles, type StackPlace, type StateResource } from "./stack-files";

export type { StackExport, StateResource } from "./stack-files";

/** Below the installed copy of the package, so that the engine's provider process finds it as a user's would. */
const WORK = join(CONSUMER, "work");
/** Scripts that host dynamic providers, a process for each command: the SDK's own, and ours, which starts in half of the time. */
const HOSTS = {
  users: dirname(require.resolve("@pulumi/pulumi/package.json")),
  quick: join(__dirname, "provider-host"),
};

export interface WorkspaceOptions {
  /** Its addresses and tokens become the stack's configuration. */
  sandbox?: { info: Pick<SandboxInfo, "workatoBaseUrl" | "workatoToken" | "oktaOrgUrl" | "oktaToken"> };
  /** More of it, or other; a secret as `{ value, secret: true }`. */
  config?: Record<string, string | ConfigValue>;
  /** Aborted, it ends a command that is running, as Ctrl-C would. */
  signal?: AbortSignal;
  /** Whether `up` reads the stack's outputs; `true` unless given. */
  outputs?: boolean;
  /** More environment variables for the engine. */
  env?: Record<string, string>;
  /** The stack shares the backend of another one, whose end is its end as well. */
  beside?: { workspace: Workspace; projectName: string; stackName: string };
  /**
   * What hosts the providers: a process that the commands share and to which each looks new, or one of the scripts. `attached`
   * unless given, but `quick` where there is a signal: what goes on in a shared process outlives a command that is ended.
   */
  host?: keyof typeof HOSTS | "attached";
  /** The folder of the native plugin, for programs that use it. */
  plugin?: string;
}

/** What one command of the engine did. A command that fails rejects, with everything it printed in the message. */
export interface Run {
  /** Everything printed, as a user sees it. */
  printed: string;
  /** What was done to which of the program's resources, such as `create orders` or `same okta`; sorted. */
  steps: string[];
}

export interface UpRun extends Run {
  /** The stack's outputs: plain values, and whether each is a secret. */
  outputs: OutputMap;
}

export interface Workspace {
  preview(program: PulumiFn): Promise<Run>;
  up(program: PulumiFn): Promise<UpRun>;
  refresh(): Promise<Run>;
  destroy(): Promise<Run>;
  /** Sets keys of the stack's configuration; `undefined` removes one. */
  configure(config: Record<string, string | ConfigValue | undefined>): Promise<void>;
  config(): Promise<ConfigMap>;
  /** Forgets all resources of the stack. */
  empty(): Promise<void>;
  /** As `pulumi stack export` prints the stack. */
  export(): Promise<StackExport>;
  /** As `pulumi stack import --force`. */
  import(exported: StackExport): Promise<void>;
  /** As `up` gives them. */
  outputs(): Promise<OutputMap>;
  /** The resources of the stack as the engine keeps them; of a secret, `plaintext` holds its JSON. */
  state(): Promise<StateResource[]>;
  /** Every file that the engine has written (state, history, backups, settings), as it is on the disk. */
  stored(): Promise<string>;
  /** Everything that all commands have printed, failed ones included. */
  printed(): string;
  /** For what is not above, such as `cancel`. */
  stack: Stack;
  readonly place: StackPlace;
  /** Removes all of it, or the stack alone where it is beside another; what the program made at the sandbox stays. */
  remove(): Promise<void>;
}

type Listening = Required<Pick<UpOptions, "color" | "onOutput" | "onError" | "onEvent">> & Pick<UpOptions, "signal">;

/** A stack of its own on the real engine, with its state in files. Programs run in this process. */
export async function createWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const { beside } = options;
  if (beside) {
    const { workspace, ...names } = beside;
    const { project: folder, projectName, backend } = workspace.place;
    const project = names.projectName === projectName ? folder : join(dirname(folder), names.projectName);
    const files = new StackFiles({ ...names, project, backend });
    return openWorkspace(files, options, () => files.remove());
  }
  await mkdir(WORK, { recursive: true });
  const folder = await mkdtemp(join(WORK, "stack-"));
  const [project, backend] = [join(folder, "project"), join(folder, "backend")];
  const files = new StackFiles({ project, backend, projectName: "test", stackName: "test" });
  const remove = () => rm(folder, { recursive: true, force: true });
  return openWorkspace(files, options, remove).catch(async (error) => {
    await remove();
    throw error;
  });
}

async function openWorkspace(
  files: StackFiles,
  options: WorkspaceOptions,
  remove: () => Promise<void>,
): Promise<Workspace> {
  const { sandbox, config = {}, signal, outputs = true, env = {}, plugin } = options;
  const { host = signal || plugin ? "quick" : "attached" } = options;
  const { project, backend, stackName } = files.place;
  const script = HOSTS[host === "attached" ? "quick" : host];
  const [command] = await Promise.all([engine(), files.create(projectFile(script, plugin))]);
  await files.configure({ ...(sandbox && sandboxConfig(sandbox.info)), ...config });
  const envVars = { ...withoutForeign(), ...files.env, ...ENGINE, ...(host !== "users" && SPACIOUS), ...env };
  const attachedHost = new AttachedHost(project, { ...envVars, PULUMI_NODEJS_PROJECT: files.place.projectName });

  const local = await LocalWorkspace.create({
    workDir: project,
    pulumiHome: join(dirname(backend), "home"),
    pulumiCommand: host === "attached" ? attaching(command, attachedHost) : command,
    program: async () => {},
    envVars,
  });
  // Every command names the stack. To select it would take the CLI, and so would what the Automation API reads after each.
  const { selectStack } = local;
  local.selectStack = async () => {};
  const stack = await Stack.select(stackName, local);
  local.selectStack = selectStack;
  stack.info = async () => undefined;
  stack.outputs = async () => (outputs ? files.outputs() : {});

  let all = "";
  async function record<T>(run: (listening: Listening) => Promise<T>): Promise<Run & { result: T }> {
    const start = all.length;
    const steps: string[] = [];
    const print = (text: string) => {
      all += text;
    };
    const onEvent = (event: EngineEvent) => steps.push(...stepOf(event));
    // A signal for each command: the Automation API never takes its listeners off.
    const ownSignal = signal && { signal: AbortSignal.any([signal]) };
    const result = await run({ color: "never", onOutput: print, onError: print, onEvent, ...ownSignal });
    return { printed: all.slice(start), steps: steps.sort(), result };
  }

  return {
    preview: (program) => record((listening) => stack.preview({ ...listening, program })),
    up: async (program) => {
      const { result, ...run } = await record((listening) => stack.up({ ...listening, program }));
      return { ...run, outputs: result.outputs };
    },
    refresh: () => record((listening) => stack.refresh(listening)),
    destroy: () => record((listening) => stack.destroy(listening)),
    configure: (values) => files.configure(values),
    config: () => files.config(),
    empty: () => files.empty(),
    export: () => files.export(),
    import: (exported) => files.import(exported),
    outputs: () => files.outputs(),
    state: () => files.resources(),
    stored: async () => (await textUnder(project)) + (await textUnder(backend)),
    printed: () => all,
    stack,
    place: files.place,
    remove: async () => {
      await attachedHost.stop();
      await remove();
    },
  };
}

/** One for all stacks of the process: to ask a binary for its version takes a start of it. */
let installation: Promise<PulumiCommand> | undefined;

/** The engine as an installation, which is how the Automation API takes it. */
function engine(): Promise<PulumiCommand> {
  installation ??= (async () => {
    const binary = await ensurePulumi(() => {});
    const root = await mkdtemp(join(WORK, "engine-"));
    process.once("exit", () => rmSync(root, { recursive: true, force: true }));
    await mkdir(join(root, "bin"));
    await symlink(binary, join(root, "bin/pulumi"));
    return PulumiCommand.get({ root });
  })();
  return installation;
}

/** The commands that call providers. */
const CALLING = ["preview", "up", "refresh", "destroy"];

/** What the types do not tell of a command. */
interface Running {
  run(args: string[], cwd: string, env: Record<string, string>, ...more: unknown[]): Promise<unknown>;
}

/** The same engine, except that it attaches to a host instead of starting one. */
function attaching(command: PulumiCommand, host: AttachedHost): PulumiCommand {
  const { run } = command as unknown as Running;
  const attached: Running = {
    run: async (args, cwd, env, ...more) => {
      const attach = CALLING.includes(args[0] ?? "") ? await host.attach() : {};
      return run.call(command, args, cwd, { ...env, ...attach }, ...more);
    },
  };
  return Object.assign(Object.create(command) as PulumiCommand, attached);
}

/** Named here, the host of dynamic providers need not be on PATH. */
const projectFile = (host: string, plugin: string | undefined) => ({
  runtime: "nodejs",
  plugins: {
    providers: [{ name: "pulumi-nodejs", path: host }, ...(plugin ? [{ name: "workato-dcr", path: plugin }] : [])],
  },
});

export const ENGINE = { PULUMI_SKIP_UPDATE_CHECK: "true" };

/** A command ends before it has filled this; to clear up before that takes a tenth of its time. */
const SPACIOUS = { GOGC: "off", GOMEMLIMIT: "400MiB" };

/** Settings of a user's own, such as a region or a backend, would contradict the stack's: they are blanked out. */
export function withoutForeign(): Record<string, string> {
  const foreign = Object.keys(process.env).filter((name) => /^(WORKATO|OKTA)_/.test(name));
  return Object.fromEntries(foreign.map((name) => [name, ""]));
}

export function sandboxConfig(
  info: NonNullable<WorkspaceOptions["sandbox"]>["info"],
): Record<string, string | ConfigValue> {
  return {
    "workato-dcr:baseUrl": info.workatoBaseUrl,
    "workato-dcr:apiToken": { value: info.workatoToken, secret: true },
    "workato-dcr:oktaOrgUrl": info.oktaOrgUrl,
    "workato-dcr:oktaApiToken": { value: info.oktaToken, secret: true },
  };
}

export function stepOf({ resOutputsEvent }: EngineEvent): string[] {
  if (resOutputsEvent === undefined) return [];
  const { op, urn, type } = resOutputsEvent.metadata;
  return type.startsWith("pulumi:") ? [] : [`${op} ${urn.split("::").at(-1)}`];
}

export async function textUnder(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((file) => readFile(file, "utf8")))).join("\n");
}

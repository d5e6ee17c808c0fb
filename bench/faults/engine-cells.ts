import { execFile } from "node:child_process";
import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { type Sandbox, type SandboxState, startSandbox } from "../../sandbox/client";
import { createWorkspace, type Run, type StateResource, type Workspace } from "../../tools/workspace";
import { attended, callWith, hello, type Outcome } from "./adapter-cells";
import { type Cell, nameOf, type Plan, patternOf, planOf, type Seen } from "./cells";
import { placeForeign } from "./foreign";
import { judge } from "./judge";
import { type Killable, runKillable } from "./killable";
import { leaksIn, secretsOf } from "./leaks";
import { adopting, type Declared, type Held, type Kind } from "./program";
import type { Properties } from "./provider-process";
import { type Scenario, startOf } from "./scenarios";
import { runClosing, sdkProgram } from "./sdk-program";

/** After so long without a request, a provider that has lost its engine has ended what it was at. */
const QUIET_MS = 1_200;

/** Who is killed: a provider alone, with its engine as where a machine fails, or the engine alone, whose provider goes on. */
type Victims = "provider" | "engine and provider" | "engine";

/** Where a stack and its sandbox can go back to: what a scenario starts from, without and with what is changed by hand. */
type Point = "start" | "drifted";

/** A sandbox and a stack on the real engine, on which cells run one after the other. */
export class EngineBench {
  #start = "";
  #drifted = "";
  #foreign: SandboxState | undefined;
  #before: Held[] = [];

  static async start(): Promise<EngineBench> {
    const sandbox = await startSandbox();
    const config = {
      "workato-dcr:requestsPerMinute": "100000",
      "workato-dcr:oktaRequestsPerMinute": "100000",
      "workato-dcr:requestTimeoutSeconds": "1",
      "workato-dcr:retryTotalSeconds": "2",
    };
    const env = { NODE_OPTIONS: `--require ${require.resolve("./lazy-sdk.js")}` };
    return new EngineBench(sandbox, await createWorkspace({ sandbox, config, outputs: false, env }));
  }

  private constructor(
    readonly sandbox: Sandbox,
    private readonly workspace: Workspace,
  ) {}

  async stop(): Promise<void> {
    await Promise.all([this.sandbox.stop(), this.workspace.remove()]);
  }

  async run(log: Seen[], scenario: Scenario, cell: Cell): Promise<Outcome> {
    const { sandbox, workspace } = this;
    await this.#prepare(scenario);
    const plan = planOf(cell, log, Date.now() / 1000);
    const printed = workspace.printed().length;
    for (const rule of plan.rules) await sandbox.fault(rule);
    if (plan.rules.some(({ fault }) => fault.kind === "refuse")) await hello(sandbox);

    const victims = victimsOf(plan.kills, cell);
    const first = victims
      ? await this.#killed(victims, scenario, cell, log)
      : await attended(sandbox, this.#command(scenario));
    await sandbox.clearFaults();

    const findings: Outcome["findings"] = [];
    const wanted = scenario.next ?? scenario.after;
    let again = await this.#again(wanted);
    const adopted = adopting(wanted, again.error ?? "");
    if (adopted) again = await this.#again(adopted);
    if (again.error !== undefined) findings.push({ trouble: "failed", what: again.error });
    const held = await heldOf(workspace);
    if (this.#foreign) findings.push(...judge(wanted, held, await sandbox.state(), this.#foreign));
    for (const { name, outputs } of findings.length > 0 ? [] : held) {
      if (outputs.clientId === undefined) continue;
      const status = await callWith(sandbox, outputs.clientId, outputs.clientSecret);
      if (status !== 200) findings.push({ trouble: "lost secret", what: `the gateway answers ${name} with ${status}` });
    }
    const text = [first.error, workspace.printed().slice(printed), await workspace.stored()].join("\n");
    for (const _ of leaksIn(text, secretsOf(sandbox.info, [...this.#before, ...held]))) {
      findings.push({ trouble: "leak", what: "a secret was printed or stored" });
    }
    const name = `${nameOf(scenario, cell)}${victims ? ` (${victims})` : ""}, on the real engine`;
    return { name, findings, adopted: adopted !== undefined, engine: true };
  }

  /** The state of a stack is files: going back to what a scenario starts from takes no command. */
  async #prepare(scenario: Scenario): Promise<void> {
    const { sandbox, workspace } = this;
    const start = startOf(scenario);
    if (this.#start !== start) {
      await this.#apply(scenario);
      await this.#keep("start");
      this.#start = start;
      this.#drifted = "";
    }
    if (!scenario.drift) return this.#goBack("start");
    if (this.#drifted !== scenario.name) {
      await this.#goBack("start");
      await sandbox.drift(scenario.drift(new Map(this.#before.map((held) => [held.name, held]))));
      await workspace.refresh();
      await this.#keep("drifted");
      this.#drifted = scenario.name;
    }
    await this.#goBack("drifted");
  }

  async #apply({ config, before }: Scenario): Promise<void> {
    const { sandbox, workspace } = this;
    // The last cell may have left a lock.
    if (this.#start !== "") await this.#goBack("start");
    await sandbox.reset();
    await placeForeign(sandbox.info);
    this.#foreign = await sandbox.state();
    await workspace.configure(config);
    await workspace.stack.importStack({ version: 3, deployment: {} });
    for (const program of before) if (program.length > 0) await this.#up(program);
    this.#before = await heldOf(workspace);
  }

  async #keep(point: Point): Promise<void> {
    await this.sandbox.save(point);
    await copyFolder(this.#backend, `${this.#backend}-${point}`);
  }

  async #goBack(point: Point): Promise<void> {
    await this.sandbox.restore(point);
    await copyFolder(`${this.#backend}-${point}`, this.#backend);
  }

  get #backend(): string {
    return join(this.workspace.stack.workspace.workDir, "../backend");
  }

  #command({ command, after }: Scenario): Promise<{ error?: string }> {
    return outcomeOf(command === "up" ? this.#up(after) : this.workspace.refresh());
  }

  #up(program: readonly Declared[]): Promise<Run> {
    return runClosing(sdkProgram(program), (it) => this.workspace.up(it));
  }

  /** Once more, after what the engine asks for. */
  async #again(program: Declared[]): Promise<{ error?: string }> {
    const again = await outcomeOf(this.#up(program));
    if (!/pulumi cancel|currently locked/.test(again.error ?? "")) return again;
    await this.workspace.stack.cancel();
    return outcomeOf(this.#up(program));
  }

  /** Runs the command, and kills `victims` when the cell's request is there. @returns how it failed */
  async #killed(victims: Victims, scenario: Scenario, cell: Cell, log: Seen[]): Promise<{ error?: string }> {
    const command = this.#killable(victims, scenario);
    let ended = false;
    void command.ended.then(() => {
      ended = true;
    });
    while (!ended && !(await this.#arrived(cell, log))) await sleep(10);
    if (!ended) {
      await sleep(20);
      const { engine, under } = await engineUnder(command.pid ?? 0);
      if (victims !== "provider") for (const pid of [command.pid, engine]) kill(pid);
      if (victims === "engine") await this.#quiet();
      for (const pid of under) kill(pid);
    }
    return command.ended;
  }

  /** An engine that goes on ends its program as ever: that needs no process of its own. */
  #killable(victims: Victims, scenario: Scenario): Killable {
    if (victims !== "provider") return runKillable(this.workspace, scenario);
    return { pid: process.pid, ended: this.#command(scenario) };
  }

  async #arrived(cell: Cell, log: Seen[]): Promise<boolean> {
    const wanted = log[cell.at];
    const pattern = new RegExp(patternOf(wanted?.path ?? ""));
    const alike = (await this.sandbox.requests()).filter(
      ({ side, method, path }) => side === wanted?.side && method === wanted.method && pattern.test(path),
    );
    return alike.length >= Number(cell.request.split("#").at(-1));
  }

  async #quiet(): Promise<void> {
    for (let count = -1, now = 0; count !== now; ) {
      count = (await this.sandbox.requests()).length;
      await sleep(QUIET_MS);
      now = (await this.sandbox.requests()).length;
    }
  }
}

async function copyFolder(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true });
  await cp(from, to, { recursive: true });
}

/** A provider's death is tried with and without its engine's, in turns. */
function victimsOf(kills: Plan["kills"], { at }: Cell): Victims | undefined {
  if (kills !== "provider") return kills;
  return at % 2 === 0 ? "provider" : "engine and provider";
}

/** The engine that a process has started, and the processes below it, which outlive it. */
async function engineUnder(root: number): Promise<{ engine: number | undefined; under: number[] }> {
  const { stdout } = await promisify(execFile)("ps", ["-eo", "pid=,ppid=,comm="]);
  const all = stdout
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .map(([pid, parent, name = ""]) => ({ pid: Number(pid), parent: Number(parent), name }));
  const engine = all.find(({ parent, name }) => parent === root && name.endsWith("pulumi"))?.pid;
  const under = engine === undefined ? [] : [engine];
  for (const pid of under) for (const it of all) if (it.parent === pid) under.push(it.pid);
  return { engine, under: under.slice(1) };
}

function kill(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

async function outcomeOf(run: Promise<Run>): Promise<{ error?: string }> {
  return run.then(
    () => ({}),
    (error: Error) => ({ error: error.message }),
  );
}

async function heldOf(workspace: Workspace): Promise<Held[]> {
  return (await workspace.state()).filter(({ id, type }) => id !== undefined && type.includes("/workato:")).map(held);
}

function held({ urn, type, id = "", inputs = {}, outputs = {} }: StateResource): Held {
  const kind = type.split(":").at(-1) as Kind;
  return {
    kind,
    name: urn.split("::").at(-1) ?? "",
    id,
    inputs: plain(inputs),
    outputs: plain(outputs),
    unfinished: false,
  };
}

function plain(properties: Properties): Properties {
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => {
      const text = (value as { plaintext?: unknown } | null | undefined)?.plaintext;
      return [key, typeof text === "string" ? (JSON.parse(text) as unknown) : value];
    }),
  );
}

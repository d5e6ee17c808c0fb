import { setTimeout as sleep } from "node:timers/promises";
import { request } from "undici";
import { type Sandbox, type SandboxState, startSandbox } from "../../sandbox/client";
import { type Cell, deriveCells, nameOf, type Plan, planOf, type Seen } from "./cells";
import { type Ended, EngineStandIn, type Watch } from "./engine-stand-in";
import { placeForeign, serviceApp } from "./foreign";
import { type Finding, judge } from "./judge";
import { leaksIn, secretsOf } from "./leaks";
import { adopting, type Declared, type Held } from "./program";
import { ProviderProcess } from "./provider-process";
import { type Scenario, scenarios } from "./scenarios";

/** What came of a cell. */
export interface Outcome {
  name: string;
  /** What is wrong; empty after a convergence. */
  findings: (Finding | { trouble: "leak" | "failed"; what: string })[];
  /** The known gap: converged only by `adopt`, as the error said. */
  adopted: boolean;
  /** Whether it ran on the real engine. */
  engine: boolean;
}

/** An operation made ready: what it starts from, and what a clean run of it sends. */
export interface Prepared {
  scenario: Scenario;
  held: Map<string, Held>;
  foreign: SandboxState;
  /** By which Okta is called. */
  okta: Record<string, string>;
  log: Seen[];
  cells: Cell[];
  /** Pictures of outcomes in which a refresh has found nothing to do. */
  settled: Set<string>;
}

/** A provider process is replaced after so many commands: each loads the package anew, and none is freed. */
const MOST_COMMANDS = 200;
const NOTHING: Plan = { rules: [], kills: undefined, refuses: false, retryTotalSeconds: 2 };

/** A sandbox and a provider process, on which cells run one after the other. */
export class AdapterBench {
  #provider: Promise<ProviderProcess>;
  /** For a cell to kill: the other one stays, since one that has just begun is slow. */
  #spare: Promise<ProviderProcess>;
  #commands = 0;

  static async start(folder: string): Promise<AdapterBench> {
    return new AdapterBench(await startSandbox(), folder);
  }

  private constructor(
    readonly sandbox: Sandbox,
    private readonly folder: string,
  ) {
    this.#provider = ProviderProcess.start(folder);
    this.#spare = ProviderProcess.start(folder);
  }

  async stop(): Promise<void> {
    await Promise.all([this.sandbox.stop(), ...[this.#provider, this.#spare].map(async (it) => (await it).kill())]);
  }

  async prepare(name: string): Promise<Prepared> {
    const { sandbox } = this;
    const scenario = scenarios(sandbox.info).find((it) => it.name === name);
    if (!scenario) throw new Error(`there is no operation ${name}`);
    await sandbox.reset();
    await placeForeign(sandbox.info);
    const okta = scenario.serviceApp
      ? await serviceApp(sandbox.info)
      : { "workato-dcr:oktaApiToken": sandbox.info.oktaToken };
    const foreign = await sandbox.state();
    const start: Prepared = { scenario, held: new Map(), foreign, okta, log: [], cells: [], settled: new Set() };
    const engine = await this.#engine(start, NOTHING);
    for (const program of scenario.before) expectNone(scenario.name, await engine.up(program));
    if (scenario.drift) {
      await sandbox.drift(scenario.drift(engine.held));
      expectNone(scenario.name, await engine.refresh());
    }
    await sandbox.save(scenario.name);
    await sandbox.restore(scenario.name);
    const prepared = { ...start, held: engine.held };
    const log = await this.#cleanRun(prepared);
    const cells = deriveCells(log).filter(({ fault }) => !scenario.alive || !fault.startsWith("kill"));
    return { ...prepared, log, cells };
  }

  async #cleanRun(prepared: Prepared): Promise<Seen[]> {
    const { scenario } = prepared;
    const steps: { step: string; from: number }[] = [];
    const before = async (step: string) => {
      steps.push({ step, from: (await this.sandbox.requests()).length });
    };
    const engine = await this.#engine(prepared, NOTHING);
    expectNone(scenario.name, await run(engine, scenario, { before }));
    const sent = await this.sandbox.requests();
    const findings = await this.#examine(engine, scenario.after, prepared);
    if (findings.length > 0) throw new Error(`${scenario.name}, without a fault: ${JSON.stringify(findings)}`);
    // What a diff asks comes before its step begins, and belongs to no other one.
    return sent.map(({ side, method, path }, at) => {
      return { side, method, path, step: steps.findLast(({ from }) => from <= at)?.step ?? "look-ups" };
    });
  }

  async run(prepared: Prepared, cell: Cell): Promise<Outcome> {
    const { scenario, held, log } = prepared;
    const { sandbox } = this;
    const plan = planOf(cell, log, Date.now() / 1000);
    await sandbox.restore(scenario.name);
    const engine = await this.#engine(prepared, plan);
    if (plan.kills === "provider") engine.provider = await this.#takeSpare();
    const printed = engine.provider.output.length;
    for (const rule of plan.rules) await sandbox.fault(rule);
    if (plan.rules.some(({ fault }) => fault.kind === "refuse")) await hello(sandbox);

    const record = async (step: string) => !(plan.kills === "engine" && step === cell.step);
    const command = run(engine, scenario, { record });
    if (plan.kills === "provider") await this.#killAt(cell.at, engine, command);
    const first = await attended(sandbox, command);
    await sandbox.clearFaults();

    const output = [engine.provider.output.slice(printed), ...first.errors];
    const findings: Outcome["findings"] = [];
    if (plan.refuses) {
      const left = judge([], [...engine.held.values()], await sandbox.state(), prepared.foreign);
      findings.push(...left.filter(({ trouble }) => trouble === "orphan"));
    }
    engine.provider = await this.#ready();
    const wanted = scenario.next ?? scenario.after;
    let again = await engine.up(wanted);
    output.push(...again.errors);
    const adopted = adopting(wanted, again.errors.join());
    if (adopted) {
      again = await engine.up(adopted);
      output.push(...again.errors);
    }
    if (again.errors.length > 0) findings.push({ trouble: "failed", what: again.errors.join("; ") });
    findings.push(...(await this.#examine(engine, adopted ?? wanted, prepared)));
    const text = [...output, engine.provider.output].join("\n");
    const secrets = secretsOf(sandbox.info, [...held.values(), ...engine.held.values()], prepared.okta);
    const leaks = leaksIn(text, secrets);
    for (const _ of leaks) findings.push({ trouble: "leak", what: "a secret was printed" });
    return { name: nameOf(scenario, cell), findings, adopted: adopted !== undefined, engine: false };
  }

  async #examine(
    engine: EngineStandIn,
    program: Declared[],
    { scenario, held, foreign, settled }: Prepared,
  ): Promise<Finding[]> {
    const { sandbox } = this;
    const state = await sandbox.state();
    const findings = judge(program, [...engine.held.values()], state, foreign);
    if (findings.length > 0) return findings;
    for (const { kind, name, outputs } of engine.held.values()) {
      if (kind !== "ApiClient" && kind !== "ApiClientCredential") continue;
      const status = await callWith(sandbox, outputs.clientId, outputs.clientSecret);
      if (status !== 200) findings.push({ trouble: "lost secret", what: `the gateway answers ${name} with ${status}` });
    }
    const overlapping = held.get(scenario.overlaps ?? "")?.outputs;
    if (overlapping) {
      const status = await callWith(sandbox, overlapping.clientId, overlapping.clientSecret);
      if (status !== 200)
        findings.push({ trouble: "lost secret", what: `the secret before the rotation gets ${status}` });
    }
    const picture = pictureOf([program, [...engine.held.values()], state]);
    if (settled.has(picture)) return findings;
    const { errors, steps } = await engine.upAfterRefresh(program);
    for (const error of errors) findings.push({ trouble: "missing", what: error });
    if (steps.length > 0)
      findings.push({ trouble: "different", what: `a refresh finds something to do: ${steps.join(", ")}` });
    if (findings.length === 0) settled.add(picture);
    return findings;
  }

  /** Kills the provider when the request is there. */
  async #killAt(at: number, engine: EngineStandIn, command: Promise<unknown>): Promise<void> {
    let ended = false;
    void command.finally(() => {
      ended = true;
    });
    while (!ended && (await this.sandbox.requests()).length <= at) await sleep(5);
    // So that what the request does is done.
    await sleep(15);
    await engine.provider.kill();
    await command;
  }

  async #engine({ scenario, held, okta }: Prepared, plan: Plan): Promise<EngineStandIn> {
    const { info } = this.sandbox;
    const engine = new EngineStandIn(await this.#ready(), {
      "workato-dcr:baseUrl": info.workatoBaseUrl,
      "workato-dcr:apiToken": info.workatoToken,
      "workato-dcr:oktaOrgUrl": info.oktaOrgUrl,
      ...okta,
      "workato-dcr:requestsPerMinute": "100000",
      "workato-dcr:oktaRequestsPerMinute": "100000",
      "workato-dcr:requestTimeoutSeconds": "1",
      "workato-dcr:retryTotalSeconds": `${plan.retryTotalSeconds}`,
      ...scenario.config,
    });
    engine.held = structuredClone(held);
    return engine;
  }

  async #ready(): Promise<ProviderProcess> {
    this.#commands += 1;
    if (this.#commands > MOST_COMMANDS) {
      await (await this.#provider).kill();
      this.#commands = 0;
      this.#provider = this.#takeSpare();
    }
    return this.#provider;
  }

  #takeSpare(): Promise<ProviderProcess> {
    const taken = this.#spare;
    this.#spare = ProviderProcess.start(this.folder);
    return taken;
  }
}

/** The same for what differs in times, ids and secrets alone: each of these becomes its number. */
function pictureOf(outcome: unknown): string {
  const seen = new Map<string, number>();
  const timeless = JSON.stringify(outcome).replace(/\d{4}-\d\d-\d\dT[\d:.]+Z|\b[12]\d{9}\b/g, "");
  return timeless.replace(/(?=[\w-]*\d)[\w-]{12,}|\d{4,}/g, (found) => {
    if (!seen.has(found)) seen.set(found, seen.size);
    return `#${seen.get(found)}`;
  });
}

function run(engine: EngineStandIn, { command, after }: Scenario, watch: Watch): Promise<Ended> {
  return command === "up" ? engine.up(after, watch) : engine.refresh(watch);
}

function expectNone(name: string, { errors }: Ended): void {
  if (errors.length > 0) throw new Error(`${name}, without a fault: ${errors.join("\n")}`);
}

/** Keeps the connection to the sandbox's control open, which is the only way in while it refuses others. */
export async function attended<T>(sandbox: Sandbox, command: Promise<T>): Promise<T> {
  const beat = setInterval(() => void sandbox.requests().catch(() => {}), 1_000);
  return command.finally(() => clearInterval(beat));
}

/** A request of the bench itself, which counts as the one before the first. */
export async function hello({ info }: Sandbox): Promise<void> {
  const headers = { authorization: `Bearer ${info.workatoToken}` };
  await (await request(`${info.workatoBaseUrl}/api/users/me`, { headers })).body.dump();
}

/** What the gateway answers to a token of the credentials. */
export async function callWith(sandbox: Sandbox, clientId: unknown, clientSecret: unknown): Promise<number> {
  const { scope } = sandbox.info;
  const answer = await sandbox.idpToken({ clientId: String(clientId), clientSecret: String(clientSecret), scope });
  if (answer.status !== 200) return answer.status;
  return (await sandbox.gateway(1, (answer.body as { access_token: string }).access_token)).status;
}

import { setTimeout as sleep } from "node:timers/promises";
import { request } from "undici";
import { type Sandbox, type SandboxState, startSandbox } from "../../sandbox/client";
import { type Ended, Engine, type Watch } from "./engine";
import { type Cell, deriveCells, isDeath, nameOf, planOf, type Seen } from "./faults";
import { placeForeign, serviceApp } from "./foreign";
import { type Finding, judge, leaksIn, type Picture, picture, withLeft } from "./judge";
import { type IdpType, type Operation, operations } from "./operations";
import { type Declared, type Held, type Properties, type Remedy, remedyIn } from "./program";
import { Provider } from "./provider";
import { secretsKnown } from "./secrets";

/** What came of a cell. */
export interface Outcome {
  name: string;
  /** What is wrong; empty after a convergence. */
  findings: Finding[];
  /** What the next apply alone did not bring about, as the provider said. */
  gaps: Gap[];
}

/**
 * What only a user can do, and was told to: `adopt` a DCR provider at Workato, which has no field for a mark; `replace` a client whose
 * registration access token went with an answer; look for a client that is `left` where nothing lists clients.
 */
export type Gap = Remedy["kind"] | "left";

/** An operation made ready: what it starts from, what it sends without a fault, and what comes of it. */
export interface Prepared {
  operation: Operation;
  held: Held[];
  foreign: SandboxState;
  /** By which Okta is called. */
  okta: Record<string, string>;
  log: Seen[];
  cells: Cell[];
  /** What is at the two sides in the end, and pictures of ends in which a refresh has found nothing to do. */
  wanted?: Picture;
  settled: Set<string>;
}

/** A provider process is replaced after so many commands: what a command holds open is not freed. */
const MOST_COMMANDS = 200;

/** How long the provider waits and tries. Where there is no fault, a machine that is busy is to fail nothing. */
const CALM = { timeoutSeconds: 60, retryTotalSeconds: 60 };
type Patience = typeof CALM;

/** What stands beside Workato and Keycloak in the sandbox. */
export type SandboxKind = "okta" | "rfc7591";

/** Where faults are tried: what meets Workato alone is as at Okta, but where nothing finds what a create, or the dead, have registered. */
const TRIED: Record<IdpType, (seen: Seen | undefined, cell: Cell) => boolean> = {
  okta: () => true,
  keycloak: (seen) => seen?.side === "keycloak",
  rfc7591: (seen, cell) => seen?.side === "okta" || isDeath(cell) || cell.step.startsWith("create "),
};

/** A sandbox and a provider process, on which cells run one after the other. */
export class Bench {
  #provider: Provider;
  #commands = 0;

  private constructor(
    readonly sandbox: Sandbox,
    private readonly folder: string,
  ) {
    this.#provider = new Provider(folder);
  }

  /** @param folder below which the package is installed */
  static async start(folder: string, idp: SandboxKind = "okta"): Promise<Bench> {
    return new Bench(await startSandbox({ idp }), folder);
  }

  async stop(): Promise<void> {
    await Promise.all([this.sandbox.stop(), this.#provider.kill()]);
  }

  async prepare(name: string): Promise<Prepared> {
    const { sandbox } = this;
    const operation = operations(sandbox.info).find((it) => it.name === name);
    if (!operation) throw new Error(`there is no operation ${name}`);
    await sandbox.reset();
    await sandbox.realm(operation.realm ?? {});
    await placeForeign(sandbox.info, operation.idp);
    const okta = operation.serviceApp
      ? await serviceApp(sandbox.info)
      : { "workato-dcr:oktaApiToken": sandbox.info.oktaToken };
    const foreign = await sandbox.state();
    const start: Prepared = { operation, held: [], foreign, okta, log: [], cells: [], settled: new Set() };
    const engine = await this.#engine(start);
    for (const program of operation.before) expectNone(name, await engine.up(program));
    if (operation.drift) {
      await sandbox.drift(operation.drift((resource) => engine.held.find((it) => it.name === resource)?.outputs ?? {}));
      expectNone(name, await engine.refresh());
    }
    await sandbox.save(name);
    await this.#restore(operation);
    return this.#withoutFault({ ...start, held: engine.held });
  }

  async #withoutFault(start: Prepared): Promise<Prepared> {
    const { operation } = start;
    const steps: { step: string; from: number }[] = [];
    const before = async (step: string) => {
      steps.push({ step, from: (await this.sandbox.requests()).length });
    };
    const engine = await this.#engine(start);
    expectNone(operation.name, await run(engine, operation, { before }));
    // What a diff asks comes before its step begins, and belongs to no other one.
    const log = (await this.sandbox.requests()).map(({ side, method, path }, at) => {
      return { side, method, path, step: steps.findLast(({ from }) => from <= at)?.step ?? "look-ups" };
    });
    const { after, next = after } = operation;
    expectNone(operation.name, await engine.up(next));
    const findings = await this.#examine(engine, next, start);
    if (findings.length > 0) throw new Error(`${operation.name}, without a fault: ${JSON.stringify(findings)}`);
    const { idp, alive } = operation;
    const cells = deriveCells(log).filter((cell) => !(alive && isDeath(cell)) && TRIED[idp](log[cell.at], cell));
    return { ...start, log, cells, wanted: picture(engine.held, await this.sandbox.state()) };
  }

  async run(prepared: Prepared, cell: Cell): Promise<Outcome> {
    const { operation, held, log, foreign } = prepared;
    const { sandbox } = this;
    const plan = planOf(cell, log, Date.now() / 1000);
    await this.#restore(operation);
    const engine = await this.#engine(prepared, { timeoutSeconds: 1, retryTotalSeconds: plan.retryTotalSeconds });
    const { provider } = engine;
    const printed = provider.output.length;
    for (const rule of plan.rules) await sandbox.fault(rule);
    if (plan.rules.some(({ fault }) => fault.kind === "refuse")) await hello(sandbox);

    const record = async (step: string) => !(plan.kills === "engine" && step === cell.step);
    const command = run(engine, operation, { record });
    if (plan.kills === "provider") await this.#killAt(cell.at, command);
    const { errors } = await attended(sandbox, command);
    await sandbox.clearFaults();
    engine.config = this.#config(prepared, CALM);

    const findings: Finding[] = [];
    const gaps: Gap[] = [];
    const said = () => {
      const later = provider === engine.provider ? "" : engine.provider.output;
      return [...errors, provider.output.slice(printed), later].join("\n");
    };
    const isRegistrar = operation.idp === "rfc7591";
    /** What is somebody else's by now. */
    const others = async () =>
      isRegistrar
        ? withLeft(foreign, await sandbox.state(), held, engine.held, said(), plan.kills !== undefined)
        : foreign;
    if (plan.refuses) {
      const left = judge([], engine.held, await sandbox.state(), await others());
      findings.push(...left.filter(({ trouble }) => trouble === "orphan"));
    }
    engine.provider = await this.#ready();
    if (operation.once) for (const it of engine.held) it.tainted = false;
    const wanted = operation.next ?? operation.after;
    let again = await engine.up(wanted);
    errors.push(...again.errors);
    // Only an answer to an update brings another registration access token.
    const mayReplace = log.slice(0, cell.at + 1).some(({ method, path }) => isRegistrar && isUpdate(method, path));
    const remedy = remedyIn(wanted, again, mayReplace);
    if (remedy) {
      gaps.push(remedy.kind);
      again = await run(engine, { command: "up", ...remedy });
      errors.push(...again.errors);
    }
    if (again.errors.length > 0) findings.push({ trouble: "failed", what: again.errors.join("; ") });
    const foreignNow = await others();
    if (foreignNow !== foreign) gaps.push("left");
    const program = remedy?.after ?? wanted;
    findings.push(...(await this.#examine(engine, program, { ...prepared, foreign: foreignNow })));
    const leaks = leaksIn(said(), secretsKnown(sandbox.info, prepared.okta, [...held, ...engine.held]));
    for (const _ of leaks) findings.push({ trouble: "leak", what: "a secret was printed" });
    return { name: nameOf(operation, cell), findings, gaps };
  }

  async #examine(engine: Engine, program: Declared[], prepared: Prepared): Promise<Finding[]> {
    const { operation, held, foreign, settled, wanted } = prepared;
    const state = await this.sandbox.state();
    const findings = judge(program, engine.held, state, foreign, wanted);
    if (findings.length > 0) return findings;
    const overlapping = held.filter(({ name }) => name === operation.overlaps);
    for (const { name, outputs } of [...engine.held, ...overlapping]) {
      if (outputs.clientId === undefined) continue;
      const status = await callWith(this.sandbox, outputs, operation.idp);
      if (status !== 200) findings.push({ trouble: "lost secret", what: `the gateway answers ${name} with ${status}` });
    }
    const end = JSON.stringify([program, engine.held.map(shapeOf), picture(engine.held, state)]);
    if (settled.has(end)) return findings;
    const { errors, steps } = await engine.upAfterRefresh(program);
    for (const error of errors) findings.push({ trouble: "missing", what: error });
    if (steps.length > 0) {
      findings.push({ trouble: "different", what: `a refresh finds something to do: ${steps.join(", ")}` });
    }
    if (findings.length === 0) settled.add(end);
    return findings;
  }

  /** What is there before the command. */
  async #restore({ name, realm = {} }: Operation): Promise<void> {
    await this.sandbox.restore(name);
    await this.sandbox.realm(realm);
  }

  /** Kills the provider when the request is there. */
  async #killAt(at: number, command: Promise<unknown>): Promise<void> {
    let ended = false;
    void command.finally(() => {
      ended = true;
    });
    while (!ended && (await this.sandbox.requests()).length <= at) await sleep(5);
    // So that what the request does is done.
    await sleep(15);
    await this.#replace();
  }

  async #engine(prepared: Prepared, patience = CALM): Promise<Engine> {
    return new Engine(await this.#ready(), this.#config(prepared, patience), structuredClone(prepared.held));
  }

  #config({ operation, okta }: Prepared, { timeoutSeconds, retryTotalSeconds }: Patience): Record<string, string> {
    const { info } = this.sandbox;
    return {
      "workato-dcr:baseUrl": info.workatoBaseUrl,
      "workato-dcr:apiToken": info.workatoToken,
      "workato-dcr:oktaOrgUrl": info.oktaOrgUrl,
      ...okta,
      "workato-dcr:requestsPerMinute": "100000",
      "workato-dcr:oktaRequestsPerMinute": "100000",
      "workato-dcr:requestTimeoutSeconds": `${timeoutSeconds}`,
      "workato-dcr:retryTotalSeconds": `${retryTotalSeconds}`,
      ...operation.config,
    };
  }

  async #ready(): Promise<Provider> {
    this.#commands += 1;
    if (this.#commands > MOST_COMMANDS) await this.#replace();
    return this.#provider;
  }

  async #replace(): Promise<void> {
    await this.#provider.kill();
    this.#provider = new Provider(this.folder);
    this.#commands = 0;
  }
}

const isUpdate = (method: string, path: string) => method === "PUT" && path.includes("/connect/register/");

/** What a refresh may find depends on which outputs there are; their values differ from run to run. */
const shapeOf = ({ name, inputs, outputs, unfinished }: Held) => [
  name,
  inputs,
  Object.keys(outputs).sort(),
  unfinished,
];

type Command = Pick<Operation, "command" | "after"> & { taint?: string | undefined };

function run(engine: Engine, { command, after, taint }: Command, watch?: Watch): Promise<Ended> {
  for (const held of engine.held) held.tainted = held.name === taint;
  return command === "up" ? engine.up(after, watch) : engine.refresh(watch);
}

function expectNone(name: string, { errors }: Ended): void {
  if (errors.length > 0) throw new Error(`${name}, without a fault: ${errors.join("\n")}`);
}

/** Keeps the connection to the sandbox's control open, which is the only way in while it refuses others. */
async function attended<T>(sandbox: Sandbox, command: Promise<T>): Promise<T> {
  const beat = setInterval(() => void sandbox.requests().catch(() => {}), 1_000);
  return command.finally(() => clearInterval(beat));
}

/** A request of the bench itself, which counts as the one before the first. */
async function hello({ info }: Sandbox): Promise<void> {
  const headers = { authorization: `Bearer ${info.workatoToken}` };
  await (await request(`${info.workatoBaseUrl}/api/users/me`, { headers })).body.dump();
}

/** What the gateway answers to a token of the credentials; where nobody puts the key into tokens, what the IdP answers. */
async function callWith(sandbox: Sandbox, outputs: Properties, idp: IdpType): Promise<number> {
  const { clientId, clientSecret, tokenEndpoint } = outputs;
  const [id, secret, endpoint] = [clientId, clientSecret, tokenEndpoint].map(String) as [string, string, string];
  const { scope } = sandbox.info;
  const answer = await sandbox.idpToken({ clientId: id, clientSecret: secret, scope, tokenEndpoint: endpoint });
  if (answer.status !== 200 || idp === "rfc7591") return answer.status;
  return (await sandbox.gateway(1, (answer.body as { access_token: string }).access_token)).status;
}

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { ADAPTERS, TESTED } from "./adapters";
import type { Place } from "./killed/program";
import { callWith, oidcProvider, outputsOf, startOver, useEngine } from "./support";

/* What the engine itself makes of a kill -9 in the middle of a create; `npm run faults` kills the provider at every request. */

describe.each(TESTED)("by the %s provider", (adapter) => {
  const sdk = ADAPTERS[adapter];
  const engine = useEngine({ adapter });
  beforeEach(() => startOver(engine.sandbox, engine.workspace));

  const program = async () => {
    const dcrProvider = oidcProvider(engine.sandbox.info, {}, {}, sdk);
    new sdk.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider });
  };

  test.each([
    ["the engine and the provider are", true],
    ["the provider alone is", false],
  ])("what was made while %s killed is taken over by the next up", async (_, alsoEngine) => {
    const { sandbox, workspace } = engine;
    // The key is made, and the provider never learns it.
    await sandbox.fault({ method: "POST", path: "/api_keys$", fault: { kind: "delay", ms: 600_000 } });
    const command = startUp();
    const ended = new Promise((done) => command.once("exit", done));
    while (!(await sandbox.requests()).some(({ path }) => path.endsWith("/api_keys"))) {
      expect(command.exitCode).toBeNull();
      await sleep(50);
    }
    const { engines, providers } = await processesBelow(command.pid);
    expect([engines.length, providers.length > 0]).toEqual([1, true]);
    for (const pid of [...(alsoEngine ? [command.pid ?? 0, ...engines] : []), ...providers]) kill(pid);
    await ended;
    await sandbox.clearFaults();

    if (alsoEngine) {
      await expect(workspace.up(program)).rejects.toThrow("pulumi cancel");
      await workspace.stack.cancel();
    }
    const { steps, printed } = await workspace.up(program);
    expect(steps).toEqual(["create orders", "same oidc"]);
    expect(/interrupted while.*pending/s.test(printed)).toBe(alsoEngine);
    const { workato: at, okta } = await sandbox.state();
    expect([okta.clients.length, at.apiClients.length, at.apiKeys.length]).toEqual([1, 1, 1]);
    expect(await callWith(sandbox, await outputsOf(workspace, "orders"))).toBe(200);
  });

  function startUp(): ChildProcess {
    const { workDir, pulumiHome = "", envVars, pulumiCommand } = engine.workspace.stack.workspace;
    const { scope } = engine.sandbox.info;
    const root = join(pulumiCommand.command, "../..");
    const place: Place = { workDir, pulumiHome, envVars, engine: root, scope, adapter };
    const file = join(__dirname, "killed/program.ts");
    const args = ["-r", "ts-node/register", file, JSON.stringify(place)];
    return spawn(process.execPath, args, { cwd: resolve(__dirname, "../.."), stdio: "ignore" });
  }
});

/** The engine that a process has started, and the providers below it, which outlive it. */
async function processesBelow(root: number | undefined) {
  const { stdout } = await promisify(execFile)("ps", ["-eo", "pid=,ppid=,comm="]);
  const all = stdout.split("\n").map((line) => line.trim().split(/\s+/));
  const below = [String(root)];
  for (const parent of below) below.push(...all.flatMap(([pid = "", ppid]) => (ppid === parent ? [pid] : [])));
  const named = (name: string) => below.slice(1).filter((pid) => all.some((it) => it[0] === pid && it[2] === name));
  const engines = named("pulumi").map(Number);
  return {
    engines,
    providers: below
      .slice(1)
      .map(Number)
      .filter((pid) => !engines.includes(pid)),
  };
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended with what was killed before.
  }
}

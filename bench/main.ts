import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startSandbox } from "../sandbox/client";
import { createWorkspace, type Workspace } from "../tools/workspace";
import { floorProgram } from "./floor";
import { measured } from "./measure";
import { plot } from "./plot";
import { subjectProgram } from "./subject";

/*
 * Every figure is a ratio to the engine's own floor, measured side by side in one run: the same number of resources with a
 * dynamic provider that does nothing. Absolute times are shown, and mean little on another machine.
 */

interface Figures {
  clients: number;
  latencyMs: number;
  command: "up" | "preview" | "refresh";
  seconds: number;
  floorSeconds: number;
  ratio: number;
  requests: number;
  refused: number;
  providerMb: number;
  floorProviderMb: number;
}

const UNLIMITED = { "workato:requestsPerMinute": "1000000", "workato:oktaRequestsPerMinute": "1000000" };

async function measure(clients: number, latencyMs: number): Promise<Figures[]> {
  const sandbox = await startSandbox({ storeEndpoints: "off", latencyMs });
  const [subject, floor] = await Promise.all([createWorkspace({ sandbox, config: UNLIMITED }), createWorkspace({})]);
  try {
    await sandbox.limits({ workatoPerMinute: 1e9, oktaPerMinute: 1e9, timeScale: 1 });
    const ours = subjectProgram(sandbox.info, clients);
    const nothing = floorProgram(clients);
    const commands: [Figures["command"], (on: Workspace, program: typeof ours) => Promise<unknown>][] = [
      ["up", (on, program) => on.up(program)],
      ["preview", (on, program) => on.preview(program)],
      ["refresh", (on) => on.refresh()],
    ];
    const figures: Figures[] = [];
    for (const [command, run] of commands) {
      await sandbox.clearRequests();
      const base = await measured(() => run(floor, nothing));
      const own = await measured(() => run(subject, ours));
      const log = await sandbox.requests();
      figures.push({
        clients,
        latencyMs,
        command,
        seconds: own.seconds,
        floorSeconds: base.seconds,
        ratio: own.seconds / base.seconds,
        requests: log.length,
        refused: log.filter(({ status }) => status === 429).length,
        providerMb: own.providerMb,
        floorProviderMb: base.providerMb,
      });
      report(figures.at(-1) as Figures);
    }
    return figures;
  } finally {
    await Promise.all([subject.remove(), floor.remove()]);
    await sandbox.stop();
  }
}

function report(row: Figures): void {
  const { clients, latencyMs, command, seconds, floorSeconds, ratio, requests, providerMb, floorProviderMb } = row;
  const memory = `${providerMb.toFixed(0)} MB (floor ${floorProviderMb.toFixed(0)})`;
  const times = `${seconds.toFixed(1)} s = ${ratio.toFixed(2)} x floor (${floorSeconds.toFixed(1)} s)`;
  process.stderr.write(
    `${clients} clients, ${latencyMs} ms: ${command.padEnd(7)} ${times}, ${requests} requests, ${memory}\n`,
  );
}

/** Milliseconds that loading the provider takes beyond an empty Node process; the least of several runs. */
function loading(): number {
  const provider = require.resolve(
    "../.build/consumer/node_modules/pulumi-workato-dcr/dist/provider/dynamic/api-client.js",
  );
  const sdk = require.resolve("@pulumi/pulumi");
  const time = (code: string) => {
    const start = process.hrtime.bigint();
    execFileSync(process.execPath, ["-e", code]);
    return Number(process.hrtime.bigint() - start) / 1e6;
  };
  const least = (code: string) => Math.min(...Array.from({ length: 7 }, () => time(code)));
  // The engine's host of dynamic providers has loaded the SDK already.
  const host = `require(${JSON.stringify(sdk)});`;
  return least(`${host}require(${JSON.stringify(provider)})`) - least(host);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: "boolean", default: false },
      clients: { type: "string", default: "300,1000" },
      latency: { type: "string", default: "0,50" },
      plot: { type: "string", default: join(__dirname, "../.build/bench.svg") },
    },
  });
  const loadingMs = loading();
  process.stderr.write(`loading the provider: ${loadingMs.toFixed(0)} ms over the SDK alone\n`);
  const figures: Figures[] = [];
  for (const latencyMs of values.latency.split(",").map(Number)) {
    for (const clients of values.clients.split(",").map(Number)) figures.push(...(await measure(clients, latencyMs)));
  }
  const [first] = figures;
  const series = (["up", "preview", "refresh"] as const).map((name) => ({
    name: `${name}, over the floor`,
    points: figures
      .filter(({ command, latencyMs }) => command === name && latencyMs === first?.latencyMs)
      .map((row) => ({ x: row.clients, y: Math.max(0, (1000 * (row.seconds - row.floorSeconds)) / row.clients) })),
  }));
  mkdirSync(join(values.plot, ".."), { recursive: true });
  writeFileSync(values.plot, plot("Cost per client over the engine's floor", "clients", "ms per client", series));
  process.stderr.write(`plot: ${values.plot}\n`);
  if (values.json) console.log(JSON.stringify({ loadingMs, figures }));
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});

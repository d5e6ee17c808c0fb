import { join } from "node:path";
import { parseArgs } from "node:util";
import { bundlePlugin } from "../tools/plugin/bundle";
import { type Comparison, compare, perClient, type Size } from "./compare";
import { underLimits } from "./limits";
import { loading } from "./loading";
import { start } from "./start";
import { type Figures, targets } from "./targets";

const PLUGIN = join(__dirname, "../.build/bench-plugin");
/** At so many clients, the native adapter is measured beside the dynamic one. */
const NATIVE_AT = 1000;

/*
 * Times are ratios to the engine's own floor, measured side by side in one run: the same number of resources with a dynamic
 * provider that does nothing. Absolute times are shown, and mean little on another machine. Memory is what comes on top of the floor's.
 */

const USAGE = `bench [--json] [--sizes CLIENTS@MS,…] [--turns N] [--growth CLIENTS,…] [--no-limits]

  --sizes      how many clients, at which latency; default 300@0,1000@0,300@50,1000@50; "" for none. With ${NATIVE_AT} clients, the
               plugin is measured beside the dynamic provider
  --growth     at how many clients to look at the cost of each, the engine not writing its state in between;
               default 300,1000,3000; "" for none
  --turns      how often each of them is run, in turns with the floor's: the least time counts, the median of memory;
               default 3; a refresh at least 5 times
  --no-limits  leaves out the run under the vendors' limits, which takes minutes`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: "boolean", default: false },
      sizes: { type: "string", default: "300@0,1000@0,300@50,1000@50" },
      turns: { type: "string", default: "3" },
      growth: { type: "string", default: "300,1000,3000" },
      "no-limits": { type: "boolean", default: false },
    },
  });
  const plugin = await bundlePlugin(PLUGIN);
  const figures: Figures = { loading: loading(), start: await start(plugin), comparisons: [] };
  const { providerMs, withHttpClientMs } = figures.loading;
  console.log(
    `loading the provider: ${providerMs.toFixed(0)} ms over the engine's host alone, ${withHttpClientMs.toFixed(0)} ms with its HTTP client`,
  );
  if (figures.start) {
    const { pluginMs, nodeMs } = figures.start;
    console.log(
      `starting the plugin: ${pluginMs.toFixed(0)} ms until it listens, ${nodeMs.toFixed(0)} ms of a Node alone`,
    );
  }
  console.log(
    line([
      "adapter",
      "clients",
      "latency",
      "command",
      "s",
      "floor s",
      "x floor",
      "ms/client",
      "requests",
      "MB",
      "floor MB",
    ]),
  );
  const listed = (text: string) => text.split(",").filter(Boolean);
  const sizes: Size[] = listed(values.sizes).map((size) => {
    const [clients = 0, latencyMs = 0] = size.split("@").map(Number);
    return { clients, latencyMs, growth: false, turns: Number(values.turns) };
  });
  for (const clients of listed(values.growth).map(Number)) {
    sizes.push({ clients, latencyMs: 0, growth: true, turns: Number(values.turns) });
  }
  for (const size of sizes) {
    await compare(size, size.clients === NATIVE_AT && !size.growth ? PLUGIN : undefined, (row) => {
      figures.comparisons.push(row);
      console.log(line(cells(row)));
    });
  }
  if (!values["no-limits"]) {
    const found = await underLimits();
    figures.underLimits = found;
    const limits = `${found.workatoPerMinute} and ${found.oktaPerMinute} requests a minute`;
    const [took, least] = [found.seconds.toFixed(1), found.leastSeconds];
    console.log(`up of ${found.clients} under ${limits}: ${took} s from the first to the last, at least ${least} s`);
  }
  const judged = targets(figures).map((target) => ({ ...target, met: target.value <= target.atMost }));
  for (const { name, value, atMost, met } of judged) {
    console.log(`${met ? "ok  " : "MISS"} ${name}: ${value.toFixed(2)}, at most ${atMost}`);
  }
  if (!judged.every(({ met }) => met)) process.exitCode = 1;
  if (values.json) console.log(JSON.stringify({ ...figures, targets: judged }));
}

function cells(row: Comparison): string[] {
  const { adapter, clients, latencyMs, growth, command, seconds, floorSeconds, ratio, requests } = row;
  const times = [seconds.toFixed(1), floorSeconds.toFixed(1), ratio.toFixed(2), perClient(row).toFixed(1)];
  const memory = row.memory ? [row.memory.providerMb.toFixed(0), row.memory.floorMb.toFixed(0)] : ["?", "?"];
  return [adapter, `${clients}`, growth ? "growth" : `${latencyMs} ms`, command, ...times, `${requests}`, ...memory];
}

const line = (texts: string[]) => texts.map((text) => text.padStart(9)).join(" ");

main().catch((error: Error) => {
  console.error(`${error.message}\n${USAGE}`);
  process.exitCode = 1;
});

import { type Comparison, perClient } from "./compare";
import type { UnderLimits } from "./limits";
import type { Loading } from "./loading";
import type { Start } from "./start";

export interface Figures {
  loading: Loading;
  start?: Start;
  comparisons: Comparison[];
  underLimits?: UnderLimits;
}

interface Target {
  name: string;
  value: number;
  atMost: number;
}

/** What the figures are to keep within; those that a run has not measured are left out. */
export function targets({ loading, start, comparisons: all, underLimits }: Figures): Target[] {
  const comparisons = all.filter(({ adapter }) => adapter === "dynamic");
  const found: Target[] = [
    { name: "loading the provider, without its HTTP client, ms", value: loading.providerMs, atMost: 150 },
  ];
  if (start) {
    const atMost = 2 * start.nodeMs + 300;
    found.push({ name: "the plugin, until it listens, ms", value: start.pluginMs, atMost });
  }
  for (const { command, clients, latencyMs, growth, ratio, requests, memory } of comparisons) {
    if (growth) continue;
    const what = `${command} of ${clients}, ${latencyMs} ms`;
    if (command === "refresh" && clients === 1000) {
      found.push({ name: `${what}: requests`, value: requests, atMost: 20 });
      found.push({ name: `${what}: x floor`, value: ratio, atMost: latencyMs > 0 ? 1.3 : 1.5 });
    }
    if (command === "preview") {
      found.push({ name: `${what}: requests`, value: requests, atMost: 0 });
      found.push({ name: `${what}: x floor`, value: ratio, atMost: 1.15 });
    }
    if (command === "up") {
      // A registration, an API client, a key, and the app's profile read and written; besides, what a provider takes, and the look-ups.
      found.push({ name: `${what}: requests`, value: requests, atMost: 5 * clients + 11 });
    }
    if (command === "up" && clients === 300 && latencyMs === 0) {
      found.push({ name: `${what}: x floor`, value: ratio, atMost: 1.5 });
    }
    if (clients === 1000 && memory) {
      found.push({ name: `${what}: MB over the floor`, value: memory.providerMb - memory.floorMb, atMost: 40 });
    }
  }
  // Not of previews: what a client costs there is less than what the machine's noise adds to 300.
  for (const command of ["up", "refresh"] as const) {
    const [first, ...more] = comparisons.filter((row) => row.growth && row.command === command);
    const last = more.at(-1);
    if (!first || !last || perClient(first) <= 0) continue;
    const name = `${command}: cost of a client at ${last.clients} over that at ${first.clients}`;
    found.push({ name, value: perClient(last) / perClient(first), atMost: 1.5 });
  }
  for (const native of all.filter(({ adapter }) => adapter === "native")) {
    const { command, clients, latencyMs } = native;
    const what = `${command} of ${clients}, ${latencyMs} ms, native`;
    const beside = comparisons.find((row) => isSame(row, native));
    if (!beside) continue;
    found.push({ name: `${what}: x dynamic`, value: native.seconds / beside.seconds, atMost: 0.9 });
    if (!native.memory || !beside.memory) continue;
    found.push({ name: `${what}: MB`, value: native.memory.providerMb, atMost: beside.memory.providerMb });
  }
  if (underLimits) {
    found.push({ name: "up under limits: x the least they allow", value: underLimits.ratio, atMost: 1.05 });
    found.push({ name: "up under limits: 429", value: underLimits.refused, atMost: 0 });
  }
  return found;
}

function isSame(one: Comparison, other: Comparison): boolean {
  return (
    one.command === other.command && one.clients === other.clients && one.latencyMs === other.latencyMs && !one.growth
  );
}

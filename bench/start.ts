import { spawn } from "node:child_process";

/** In turns, since the machine is not as fast at all times; the least time counts, since what disturbs only adds. */
const TURNS = 15;

/** Milliseconds until the plugin listens, and those of a Node that does nothing. */
export interface Start {
  pluginMs: number;
  nodeMs: number;
}

/** @param plugin what starts it */
export async function start(plugin: string): Promise<Start> {
  const [pluginMs, nodeMs]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < TURNS; turn++) {
    nodeMs.push(await timed(process.execPath, ["-e", "console.log(0)"]));
    pluginMs.push(await timed(plugin, []));
  }
  return { pluginMs: Math.min(...pluginMs), nodeMs: Math.min(...nodeMs) };
}

/** Until it says its first word. */
async function timed(command: string, args: string[]): Promise<number> {
  const begun = process.hrtime.bigint();
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.on("close", resolve));
  await new Promise((resolve, reject) => {
    child.stdout.once("data", resolve);
    child.once("error", reject);
  });
  const ms = Number(process.hrtime.bigint() - begun) / 1e6;
  child.kill();
  await ended;
  return ms;
}

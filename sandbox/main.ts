import { parseArgs } from "node:util";
import { help } from "./ready";
import { runSandbox } from "./server";
import type { Switches } from "./world";

const USAGE = `sandbox [--json] [--port N] [--store-endpoints on|off] [--idp okta|rfc7591] [--latency MS] [--exit-with-parent]`;

interface Arguments {
  switches: Switches;
  port: number;
  json: boolean;
  exitWithParent: boolean;
}

function readArguments(): Arguments {
  const { values } = parseArgs({
    options: {
      json: { type: "boolean", default: false },
      port: { type: "string", default: "0" },
      "store-endpoints": { type: "string", default: "on" },
      idp: { type: "string", default: "okta" },
      latency: { type: "string", default: "0" },
      "exit-with-parent": { type: "boolean", default: false },
    },
  });
  const oneOf = <T extends string>(name: string, value: string, allowed: readonly T[]): T => {
    const found = allowed.find((one) => one === value);
    if (found === undefined) throw new Error(`--${name} is one of ${allowed.join(", ")}`);
    return found;
  };
  const whole = (name: string, value: string) => {
    if (!/^\d+$/.test(value)) throw new Error(`--${name} is a whole number`);
    return Number(value);
  };
  return {
    switches: {
      storeEndpoints: oneOf("store-endpoints", values["store-endpoints"], ["on", "off"]) === "on",
      idp: oneOf("idp", values.idp, ["okta", "rfc7591"]),
      latencyMs: whole("latency", values.latency),
    },
    port: whole("port", values.port),
    json: values.json,
    exitWithParent: values["exit-with-parent"],
  };
}

async function main(): Promise<void> {
  const { switches, port, json, exitWithParent } = readArguments();
  const sandbox = await runSandbox(switches, port);
  const end = () => {
    sandbox.stop();
    process.exit(0);
  };
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
  if (exitWithParent) process.stdin.resume().once("end", end).once("close", end);
  console.log(json ? JSON.stringify(sandbox.info) : help(sandbox.info));
}

main().catch((error: Error) => {
  console.error(`${error.message}\n${USAGE}`);
  process.exit(1);
});

import { parseArgs } from "node:util";
import type { SandboxInfo } from "./protocol";
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

function help(info: SandboxInfo): string {
  const settings: [key: string, variable: string, value: string][] = [
    ["workato-dcr:baseUrl", "WORKATO_BASE_URL", info.workatoBaseUrl],
    ["--secret workato-dcr:apiToken", "WORKATO_API_TOKEN", info.workatoToken],
    ["workato-dcr:oktaOrgUrl", "OKTA_ORG_URL", info.oktaOrgUrl],
    ["--secret workato-dcr:oktaApiToken", "OKTA_API_TOKEN", info.oktaToken],
  ];
  return [
    `The sandbox is up: Workato at ${info.workatoBaseUrl}, Okta at ${info.oktaOrgUrl}.`,
    "",
    "In a Pulumi project:",
    ...settings.map(([key, , value]) => `  pulumi config set ${key} ${value}`),
    "or in the environment:",
    ...settings.map(([, variable, value]) => `  export ${variable}=${value}`),
    "and for examples/okta-oidc besides:",
    `  pulumi config set scope ${info.scope}`,
    `  pulumi config set apiCollectionIds "${JSON.stringify(info.apiCollectionIds)}"`,
    "",
    `There are API collections ${info.apiCollectionIds.join(" and ")}, policy ${info.apiPolicyId}, portal ${info.portalId},`,
    `folder ${info.folderId}, and the scope ${info.scope} at the issuer ${info.issuer}.`,
    `For introspection: ${info.introspectionPath}, client ${info.introspectionClientId},`,
    `secret ${info.introspectionClientSecret}.`,
    `Call an API:        curl -H "Authorization: Bearer $TOKEN" ${info.gatewayUrl}/${info.apiCollectionIds[0]}/any/path`,
    `See what is there:  curl ${info.controlUrl}/state`,
    "",
    "Everything is held in memory. Ctrl-C stops it.",
  ].join("\n");
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

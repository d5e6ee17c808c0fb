import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { CONSUMER } from "../tools/installed";

/** Beside the installed copy of the package, and in the same form: the exports of a module under node_modules. */
const FOLDER = join(CONSUMER, "node_modules/bench-floor");

/** A dynamic provider that does nothing but return what a client's outputs look like. */
const SOURCE = `
const outs = (inputs) => ({ ...inputs, clientId: "c", clientSecret: "s", apiClientId: "1", apiKeyId: "2", apiKey: "k",
  clientSecretExpiresAt: 0, issuer: "i", tokenEndpoint: "t", boundTo: "b", verifiedAsApplied: true });
exports.check = async (olds, news) => ({ inputs: news, failures: [] });
exports.diff = async () => ({ changes: false });
exports.create = async (inputs) => ({ id: inputs.ownershipMark, outs: outs(inputs) });
exports.read = async (id, props) => ({ id, props });
exports.update = async (id, olds, news) => ({ outs: outs(news) });
exports.delete = async () => {};
`;

class FloorResource extends pulumi.dynamic.Resource {}

/** What the SDK of Pulumi is to make outputs of: its time for a resource grows with their number. */
export const OUTPUTS = Object.fromEntries(
  [
    "apiClientId",
    "clientId",
    "clientSecret",
    "clientSecretExpiresAt",
    "apiKeyId",
    "apiKey",
    "issuer",
    "tokenEndpoint",
  ].map((name) => [name, undefined]),
);

/** The engine's own price: the same program, the same properties, and a provider that does nothing. */
export function floorProgram(count: number): pulumi.automation.PulumiFn {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, "package.json"), '{ "name": "bench-floor", "version": "1.0.0", "main": "index.js" }');
  writeFileSync(join(FOLDER, "index.js"), SOURCE);
  return async () => {
    const provider: pulumi.dynamic.ResourceProvider = require(FOLDER);
    for (let n = 0; n < count; n++) {
      const props = {
        ...OUTPUTS,
        name: `Client ${n}`,
        apiCollectionIds: [1],
        dcrProvider: { dcrProviderId: "1", authenticationMethod: "oidc" },
        ownershipMark: n.toString(16).padStart(16, "0"),
      };
      new FloorResource(provider, `client-${n}`, props, {
        additionalSecretOutputs: ["clientSecret", "apiKey"],
      });
    }
  };
}

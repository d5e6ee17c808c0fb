import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { CONSUMER } from "../tools/installed";

/** Beside the installed copy of the package, and in the same form: the exports of a module under node_modules. */
const FOLDER = join(CONSUMER, "node_modules/bench-floor");

/** A dynamic provider that does nothing but return what a client's outputs look like, each as long as a real one. */
const SOURCE = `
const text = (length) => "x".repeat(length);
const ref = { authenticationMethod: "oidc", dcrProviderId: text(28), scopes: [text(12)] };
const outs = (inputs) => inputs.dcrProvider === undefined ? { ...inputs, ref } : { ...inputs, clientId: text(20), clientSecret: text(64),
  apiClientId: text(6), apiKeyId: text(6), apiKey: text(64), clientSecretExpiresAt: 0, issuer: text(40), tokenEndpoint: text(50),
  registeredAt: text(24), boundTo: text(26), verifiedAsApplied: true };
exports.check = async (olds, news) => ({ inputs: news, failures: [] });
exports.diff = async () => ({ changes: false });
exports.create = async (inputs) => ({ id: inputs.owner, outs: outs(inputs) });
exports.read = async (id, props) => ({ id, props });
exports.update = async (id, olds, news) => ({ outs: outs(news) });
exports.delete = async () => {};
`;

class FloorResource extends pulumi.dynamic.Resource {
  declare readonly ref: pulumi.Output<object>;
}

/** What the SDK of Pulumi is to make outputs of: its time for a resource grows with their number. */
export const OUTPUTS = Object.fromEntries(
  [
    "apiClientId",
    "clientId",
    "clientSecret",
    "clientSecretExpiresAt",
    "registrationClientUri",
    "registrationAccessToken",
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
    const owner = (n: number) => n.toString(16).padStart(21, "0");
    const { ref } = new FloorResource(provider, "okta", { name: "Okta", owner: owner(count), ref: undefined });
    for (let n = 0; n < count; n++) {
      const props = { ...OUTPUTS, name: `Client ${n}`, apiCollectionIds: ["1"], dcrProvider: ref, owner: owner(n) };
      new FloorResource(provider, `client-${n}`, props, {
        additionalSecretOutputs: ["clientSecret", "apiKey"],
      });
    }
  };
}

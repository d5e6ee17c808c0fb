import * as pulumi from "@pulumi/pulumi";
import type { SandboxInfo } from "../sandbox/client";
import { installedSdk } from "../tools/installed";
import { OUTPUTS } from "./floor";

const workato = installedSdk();

/** By which adapter the engine drives the provider. */
export type Adapter = "dynamic" | "native";

/** One DCR provider and `count` API clients. */
export const subjectPrograms: Record<Adapter, (info: SandboxInfo, count: number) => pulumi.automation.PulumiFn> = {
  dynamic: (info, count) => async () => {
    const dcrProvider = new workato.DcrProvider("okta", providerArgs(info));
    for (let n = 0; n < count; n++) {
      new workato.ApiClient(`client-${n}`, { ...clientArgs(n), dcrProvider });
    }
  },
  native: (info, count) => async () => {
    const { ref } = new NativeProvider("okta", providerArgs(info));
    for (let n = 0; n < count; n++) new NativeClient(`client-${n}`, { ...clientArgs(n), dcrProvider: ref });
  },
};

const providerArgs = ({ scope }: SandboxInfo) => ({
  name: "Okta",
  authenticationMethod: "oidc" as const,
  scopes: [scope],
});
const clientArgs = (n: number) => ({ name: `Client ${n}`, apiCollectionIds: [1] });

/** As code generators make them: with what is an output, too. */
class NativeProvider extends pulumi.CustomResource {
  declare readonly ref: pulumi.Output<object>;

  constructor(name: string, args: pulumi.Inputs) {
    super("workato-dcr:index:DcrProvider", name, { ...args, ref: undefined });
  }
}

class NativeClient extends pulumi.CustomResource {
  constructor(name: string, args: pulumi.Inputs) {
    super("workato-dcr:index:ApiClient", name, { ...OUTPUTS, ...args });
  }
}

import type { automation } from "@pulumi/pulumi";
import type { SandboxInfo } from "../sandbox/client";
import { installedSdk } from "../tools/installed";

const workato = installedSdk();

/** One DCR provider and `count` API clients. */
export function subjectProgram(info: SandboxInfo, count: number): automation.PulumiFn {
  return async () => {
    const dcrProvider = new workato.DcrProvider("okta", {
      name: "Okta",
      authenticationMethod: "oidc",
      scopes: [info.scope],
    });
    for (let n = 0; n < count; n++) {
      new workato.ApiClient(`client-${n}`, { name: `Client ${n}`, apiCollectionIds: [1], dcrProvider });
    }
  };
}

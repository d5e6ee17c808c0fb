import { spawn } from "node:child_process";
import { join } from "node:path";
import { startIdpServer } from "../idp-server";
import type { OidcServerInfo, OidcServerOptions } from "./options";

/** node-oidc-provider, see `options.ts`. */
export function startOidcProvider(options: Pick<OidcServerOptions, "management"> & Partial<OidcServerOptions>) {
  const root = join(__dirname, "../../../..");
  return startIdpServer<OidcServerInfo>("node-oidc-provider", (file, port) => {
    const all: OidcServerOptions = { initialAccess: "fixed", ...options, file, port };
    const args = ["-r", require.resolve("ts-node/register"), join(__dirname, "main.ts"), JSON.stringify(all)];
    return spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, TS_NODE_PROJECT: join(root, "tsconfig.json") },
      stdio: "pipe",
    });
  });
}

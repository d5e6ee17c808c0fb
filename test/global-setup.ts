import { spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { detach } from "../sandbox/launch";
import { SEVERAL } from "../sandbox/start";
import { DERIVED_KEY, derivedKey } from "../tools/passphrase";

export default async function shared(): Promise<void> {
  process.env[DERIVED_KEY] = derivedKey();
  await shareSandboxes();
}

/** One process for the sandboxes of all tests. It ends when its standard input does, which is with the process of Jest. */
async function shareSandboxes(): Promise<void> {
  const cwd = resolve(__dirname, "..");
  const main = join(cwd, "sandbox/several.ts");
  const child = spawn(process.execPath, ["-r", "ts-node/register", main], { cwd, stdio: ["pipe", "pipe", "inherit"] });
  const [url] = await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
  if (child.exitCode !== null) throw new Error("the process for the sandboxes of all tests ended at once");
  process.env[SEVERAL] = String(url).trim();
  detach(child);
}

import type { Sandbox } from "../../../sandbox/client";
import { doctor, type Examined, sandboxEnv } from "../program";

/** Runs the doctor on a sandbox, where it must leave no trace, and with no secret in what it prints. */
export async function examine(sandbox: Sandbox, changes: Record<string, string> = {}): Promise<Examined> {
  const env = { ...sandboxEnv(sandbox.info), ...changes };
  await sandbox.clearRequests();
  const examined = await doctor({ env });
  const writes = (await sandbox.requests()).filter(
    ({ method, path }) => method !== "GET" && path !== "/oauth2/v1/token",
  );
  expect(writes).toEqual([]);
  for (const [name, value] of Object.entries(env)) {
    if (value === "" || !/TOKEN$|KEY$/.test(name)) continue;
    expect(examined.err).not.toContain(value);
    expect(examined.out).not.toContain(JSON.stringify(value).slice(1, -1));
  }
  return examined;
}

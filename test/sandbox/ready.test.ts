import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { help, readyLines } from "../../sandbox/ready";
import { oidcProvider, outputsOf, useEngine } from "../engine/support";

const engine = useEngine();

/** A `pulumi` that knows the outputs of the stack, as the user's does in the folder of the stack. */
function withOutputs(outputs: Record<string, unknown> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "ready-"));
  const cases = ["clientId", "clientSecret"].map((name) => `"stack output ${name}"*) echo '${outputs[name]}';;`);
  writeFileSync(join(folder, "pulumi"), `#!/bin/sh\ncase "$*" in ${cases.join(" ")} *) exit 1;; esac\n`, {
    mode: 0o755,
  });
  return [folder, process.env.PATH].join(delimiter);
}

test("what the sandbox says to try works as it stands, in that order, in one shell", async () => {
  const { sandbox, workspace } = engine;
  const { ApiClient } = await import("pulumi-workato-dcr");
  await workspace.up(async () => {
    const dcrProvider = oidcProvider(sandbox.info);
    new ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider });
  });
  const lines = Object.values(readyLines(sandbox.info).tries);
  expect(lines).toHaveLength(5);
  const script = lines.map((line) => `${line}\necho; echo ----`).join("\n");
  const env = { ...process.env, PATH: withOutputs(await outputsOf(workspace, "orders")) };
  const { stdout } = await promisify(execFile)("sh", ["-ec", script], { env });
  const [state, token, call, change, requests] = stdout.split("----\n").map((text) => text.trim());
  expect(JSON.parse(state ?? "").workato.apiClients).toMatchObject([{ name: "Orders" }]);
  expect(token).toBe("");
  expect(JSON.parse(call ?? "")).toMatchObject({ client: { name: "Orders" } });
  expect(change).toBe("");
  expect((await sandbox.state()).workato.apiClients).toMatchObject([{ name: "Renamed by hand" }]);
  expect(JSON.parse(requests ?? "")).toEqual((await sandbox.requests()).slice());
  expect((await workspace.refresh()).printed).toMatch(/orders updated .*~name/);
});

test("all of the lines are in what it prints, and nothing in them is left to be filled in", () => {
  const { info } = engine.sandbox;
  const { settings, environment, example, keycloak, tries } = readyLines(info);
  const lines = [...settings, ...environment, ...example, ...keycloak, ...Object.values(tries)];
  const printed = help(info).split("\n");
  for (const line of lines) {
    expect(printed).toContain(`  ${line}`);
    expect(line).not.toMatch(/\b(PORT|ID|YOUR)\b|…|CONTROL_URL|undefined/);
  }
});

test("a change by hand without an id is one of the newest, and refused where there is none", async () => {
  const { sandbox } = engine;
  await sandbox.reset();
  await expect(sandbox.drift({ side: "okta", kind: "claim", op: "delete" })).rejects.toThrow(/404.*no claim"/);
});

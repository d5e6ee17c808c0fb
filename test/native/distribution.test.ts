import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import manifest from "../../package.json";
import { type Sandbox, startSandbox } from "../../sandbox/client";
import { createNativeStack, type NativeStack } from "../../tools/native-stack";
import { archiveName, packagePlugin } from "../../tools/plugin/package";
import { oidcAndOrders } from "./support";

const OWN = `${{ linux: "linux", darwin: "darwin" }[process.platform as string]}-${{ x64: "amd64", arm64: "arm64" }[process.arch as string]}`;

let release: string;
let sandbox: Sandbox;
let server: Server;
const stacks: NativeStack[] = [];
beforeAll(async () => {
  sandbox = await startSandbox();
  release = await packagePlugin(join(__dirname, "../../.build/release-test"));
  server = createServer(async (request, response) => {
    const file = join(release, String(request.url).split("/").at(-1) ?? "");
    // As a whole: the engine wants to know its length.
    if (existsSync(file)) response.end(await readFile(file));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  server?.close();
  for (const stack of stacks) await stack.remove();
  await sandbox?.stop();
});

test("a release has an archive for each platform, as its checksums say", async () => {
  const files = await readdir(release);
  expect(files.filter((file) => file.endsWith(".tar.gz"))).toHaveLength(6);
  const sums = await readFile(join(release, `pulumi-workato-dcr_${manifest.version}_checksums.txt`), "utf8");
  for (const line of sums.trim().split("\n")) {
    const [sum, file = ""] = line.split("  ");
    expect(
      createHash("sha256")
        .update(await readFile(join(release, file)))
        .digest("hex"),
    ).toBe(sum);
  }
  const inside = execFileSync("tar", ["-tzf", join(release, archiveName("windows-amd64"))], { encoding: "utf8" });
  expect(inside.split("\n")).toEqual(
    expect.arrayContaining(["plugin.js", "pulumi-resource-workato-dcr", "pulumi-resource-workato-dcr.cmd"]),
  );
});

test.each([
  ["a file", () => ["--file", join(release, archiveName(OWN))]],
  ["a server", () => ["--server", `http://127.0.0.1:${(server.address() as AddressInfo).port}`]],
])("the plugin is installed from %s, and serves a program that says nothing of it", async (_, from) => {
  const stack = await createNativeStack({ sandbox, plugin: null });
  stacks.push(stack);
  await stack.pulumi("plugin", "install", "resource", "workato-dcr", manifest.version, ...from());
  await stack.program(oidcAndOrders(sandbox.info.scope));
  expect((await stack.pulumi("preview")).steps).toEqual(["create okta", "create orders"]);
  const schema = await stack.pulumi("package", "get-schema", `workato-dcr@${manifest.version}`);
  expect(schema.printed).toContain('"workato-dcr:index:ApiClient"');
});

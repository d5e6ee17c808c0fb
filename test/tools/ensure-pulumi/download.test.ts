import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { download } from "../../../tools/ensure-pulumi/download";

const archive = `pulumi-v3.0.0-${process.platform}-${process.arch}.tar.gz`;
const server = createServer((request, response) => {
  const content = releases.get(request.url ?? "");
  response.writeHead(content === undefined ? 404 : 200).end(content);
});
const releases = new Map<string, Buffer | string>();
let folder: string;
let base: string;

beforeAll(async () => {
  process.env.NO_PROXY = process.env.no_proxy = "127.0.0.1";
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "download-"));
  mkdirSync(join(folder, "source/pulumi"), { recursive: true });
  writeFileSync(join(folder, "source/pulumi/pulumi"), "the engine");
  execFileSync("tar", ["-czf", join(folder, "archive"), "pulumi"], { cwd: join(folder, "source") });
  const content = readFileSync(join(folder, "archive"));
  const checksum = createHash("sha256").update(content).digest("hex");
  releases.clear();
  releases.set(
    "/pulumi-3.0.0-checksums.txt",
    `${"0".repeat(64)}  pulumi-v3.0.0-other.tar.gz\n${checksum}  ${archive}\n`,
  );
  releases.set(`/${archive}`, content);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test("unpacks the published engine", async () => {
  const path = await download("3.0.0", folder, base);
  expect(readFileSync(path, "utf8")).toBe("the engine");
});

test.each<[string, () => void, RegExp]>([
  ["content that was not published", () => releases.set(`/${archive}`, "something else"), /wrong checksum/],
  [
    "a release without this machine",
    () => releases.set("/pulumi-3.0.0-checksums.txt", "0  other.tar.gz\n"),
    /no release/,
  ],
  ["a version without checksums", () => releases.clear(), /404/],
])("refuses %s", async (_, spoil, message) => {
  spoil();
  await expect(download("3.0.0", folder, base)).rejects.toThrow(message);
});

test("says why a host cannot be reached", async () => {
  await new Promise((closed) => server.close(closed));
  await expect(download("3.0.0", folder, base)).rejects.toThrow(/connect/i);
});

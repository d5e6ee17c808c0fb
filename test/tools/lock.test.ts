import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** Waits for its start, takes the lock, and tells where another one has it too. */
const TAKER = `
  const { mkdirSync, rmdirSync } = require("node:fs");
  const { takeLock, releaseLock } = require(${JSON.stringify(resolve(__dirname, "../../tools/lock.js"))});
  const [folder, start] = process.argv.slice(1);
  while (Date.now() < Number(start));
  while (takeLock(folder + "/lock") !== undefined);
  try { mkdirSync(folder + "/inside"); } catch { console.log("not alone"); }
  const end = Date.now() + 3;
  while (Date.now() < end);
  try { rmdirSync(folder + "/inside"); } catch {}
  releaseLock(folder + "/lock");
`;

function take(folder: string, start: number): Promise<string> {
  return new Promise((done) => {
    const child = spawn(process.execPath, ["-e", TAKER, folder, String(start)]);
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
    child.on("close", () => done(said));
  });
}

test.each([1, 2, 3, 4, 5, 6])("of four that find the lock of a dead owner, one at a time has it (%d)", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lock-"));
  const { pid } = spawnSync(process.execPath, ["--version"]);
  symlinkSync(String(pid), join(folder, "lock"));
  const start = Date.now() + 250;
  expect(await Promise.all([1, 2, 3, 4].map(() => take(folder, start)))).toEqual(["", "", "", ""]);
  expect(readdirSync(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
});

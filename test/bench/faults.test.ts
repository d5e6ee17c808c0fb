import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Bench } from "../../bench/faults/bench";
import { CONSUMER } from "../../tools/installed";

const ROOT = resolve(__dirname, "../..");
const PACKAGE = "node_modules/pulumi-workato-dcr";

interface Total {
  cells: number;
  converged: number;
  orphans: number;
  lostSecrets: number;
  duplicates: number;
  foreignTouched: number;
  leaks: number;
}

/** The command as a user runs it: its exit code, what it printed, and its last line. */
function faults(...flags: string[]): Promise<{ code: number; total: Total }> {
  const args = ["-r", "ts-node/register", "bench/faults/main.ts", "--json", "--workers", "2", ...flags];
  return new Promise((done, reject) => {
    execFile(process.execPath, args, { cwd: ROOT }, (error, printed, stderr) => {
      const last = printed.trim().split("\n").at(-1) ?? "";
      if (!last.startsWith("{")) return reject(new Error(`${printed}${stderr}`));
      done({ code: Number(error?.code ?? 0), total: JSON.parse(last) as Total });
    });
  });
}

test("after a fault the next apply converges: a sample", async () => {
  const operation =
    "(stack/oidc: ((create|rotate|delete) (oidc|orders|eu)|taint (okta|orders|eu)|replace orders once|update orders, then taken back)" +
    "|workato/oidc: register orders again|rfc7591/oidc: ((create|update|delete) eu|taint orders))$";
  expect(await faults("--operation", operation, "--cells", "75")).toMatchObject({
    code: 0,
    total: { cells: 75, converged: 75, orphans: 0, lostSecrets: 0, duplicates: 0, foreignTouched: 0, leaks: 0 },
  });
});

/** What is asked before the first write: whether the collections are there, and whether an earlier run has left anything. */
const LOOKS = ["workato GET /api/api_collections", "workato GET /api/v2/api_clients", "okta GET /api/v1/apps"];
const METADATA = "okta GET /oauth2/default/.well-known/oauth-authorization-server";
const MADE = ["okta POST /oauth2/v1/clients", "workato POST /api/v2/api_clients"];
const KEY = "workato POST /api/v2/api_clients/:id/api_keys";
/** The mark and the key go to the profile of the app. */
const BOUND = ["okta GET /api/v1/apps/:id", "okta PUT /api/v1/apps/:id"];

test.each(["stack", "workato"])(
  "with the store %s, these requests of a create are tried, and it sends no other",
  async (store) => {
    const bench = await Bench.start(CONSUMER);
    try {
      const { log } = await bench.prepare(`${store}/oidc: create orders`);
      const shown = log.map(
        ({ side, method, path }) => `${side} ${method} ${path.replace(/\/(\d+|0oa\w+)(?=\/|$)/, "/:id")}`,
      );
      expect(shown).toEqual([...LOOKS, METADATA, ...MADE, KEY, ...BOUND]);
    } finally {
      await bench.stop();
    }
  },
);

/** What keeps the promise, taken out of an installed copy; each is to be missed. */
const WITHOUT: [what: string, file: string, code: string, instead: string, only: string, operation?: string][] = [
  [
    "taking back what a failed create has made",
    "resources/credential/failed-run.js",
    "const isLost =",
    "return error;\n    const isLost =",
    "workato POST .*403",
  ],
  [
    "looking up what a lost answer may have made",
    "api/create-once.js",
    "await find(doubt)",
    "await (async () => undefined)()",
    "workato POST .*reset after$",
  ],
  ["telling its own by the mark", "mark.js", "&& (0, exports.ownerIn)(mark) === owner", "", "."],
  ["never repeating a POST blindly", "http/retry.js", 'call.method !== "POST"', "true", "workato POST .*reset after$"],
  [
    "leaving what a later create has taken over",
    "resources/credential/ownership.js",
    "return carried === mark ||",
    "return true ||",
    "delete",
    "taint orders",
  ],
  [
    "writing again what a failed update may have changed",
    "resources/failure.js",
    "if (state === undefined)",
    "if (state !== null)",
    "workato PUT .*reset after",
    "update orders, then taken back",
  ],
];

test.each(WITHOUT)("without %s the matrix fails", async (_, file, code, instead, only, operation = "create orders") => {
  const copy = await mkdtemp(join(ROOT, ".build/faults-"));
  try {
    await cp(join(CONSUMER, PACKAGE), join(copy, PACKAGE), { recursive: true });
    const path = join(copy, PACKAGE, "dist/provider", file);
    const source = await readFile(path, "utf8");
    expect(source).toContain(code);
    await writeFile(path, source.replace(code, instead));
    const flags = ["--consumer", copy, "--operation", `stack/oidc: ${operation}$`, "--only", only, "--cells", "30"];
    const { code: exitCode, total } = await faults(...flags);
    expect(exitCode).toBe(1);
    expect(total.converged).toBeLessThan(total.cells);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
});

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { INSTALLED } from "../../../tools/installed";

test("a provider that sends nothing does not load the HTTP client, which takes as long as all else", () => {
  const provider = join(INSTALLED, "dist/provider/dynamic/api-client.js");
  const script = `require(${JSON.stringify(provider)}); console.log(Object.keys(require.cache).join("\\n"))`;
  const loaded = execFileSync(process.execPath, ["-e", script], { encoding: "utf8" }).split("\n");
  expect(loaded.some((file) => file.includes("node_modules/zod/"))).toBe(true);
  expect(loaded.filter((file) => file.includes("node_modules/undici/"))).toEqual([]);
});

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { INSTALLED } from "../../../tools/installed";

test("a provider that sends nothing does not load the HTTP client, which takes as long as all else", () => {
  const provider = join(INSTALLED, "dist/provider/dynamic/api-client.js");
  const config = {
    "workato-dcr:apiToken": "token",
    "workato-dcr:oktaOrgUrl": "https://acme.okta.com",
    "workato-dcr:oktaApiToken": "token",
  };
  const script = `
    const { configure, check } = require(${JSON.stringify(provider)});
    const config = ${JSON.stringify(config)};
    configure({ config: { get: (key) => config[key] } })
      .then(() => check({}, {}))
      .then(({ failures }) => console.log([failures.length, ...Object.keys(require.cache)].join("\\n")));`;
  // A proxy is checked at once, for which the HTTP client is loaded.
  const env = { PATH: process.env.PATH };
  const output = execFileSync(process.execPath, ["-e", script], { encoding: "utf8", env });
  const [failures, ...loaded] = output.split("\n");
  expect(Number(failures)).toBeGreaterThan(0);
  expect(loaded.some((file) => file.includes("node_modules/zod/"))).toBe(true);
  expect(loaded.filter((file) => file.includes("node_modules/undici/"))).toEqual([]);
});

test("what sends requests is loaded without what Undici has besides", () => {
  const script = `
    require(${JSON.stringify(join(INSTALLED, "dist/provider/http/undici.js"))});
    console.log(Object.keys(require.cache).join("\\n"));`;
  const loaded = execFileSync(process.execPath, ["-e", script], { encoding: "utf8" }).split("\n");
  expect(loaded.some((file) => file.endsWith("node_modules/undici/lib/dispatcher/agent.js"))).toBe(true);
  expect(loaded.filter((file) => /undici.(index[.]js|lib.(web|cache|mock).)/.test(file))).toEqual([]);
});

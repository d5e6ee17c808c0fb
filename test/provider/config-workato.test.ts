import { workatoConfig } from "../../provider/config";
import { ConfigurationError } from "../../provider/errors";
import { complaint } from "./support";

type Settings = Record<string, string>;

/** A stack's settings and an environment that has a token. */
const workato = (settings: Settings, env: Settings = {}) =>
  workatoConfig((key) => settings[key], { WORKATO_API_TOKEN: "wrk-token", ...env });

test("Workato needs a token only", () => {
  expect(workato({})).toEqual({
    baseUrl: "https://www.workato.com",
    apiToken: "wrk-token",
    dcrProviderStore: "stack",
    requestsPerMinute: undefined,
    limits: { timeoutSeconds: 60, retryTotalSeconds: 300 },
  });
});

test.each([
  ["us", "https://www.workato.com"],
  ["eu", "https://app.eu.workato.com"],
  ["jp", "https://app.jp.workato.com"],
  ["sg", "https://app.sg.workato.com"],
  ["au", "https://app.au.workato.com"],
  ["il", "https://app.il.workato.com"],
  ["kr", "https://app.kr.workato.com"],
  ["uk", "https://app.uk.workato.com"],
  ["cn", "https://app.workatoapp.cn"],
  ["trial", "https://app.trial.workato.com"],
])("region %s is at %s", (region, baseUrl) => {
  expect(workato({ "workato-dcr:region": region }).baseUrl).toBe(baseUrl);
  expect(workato({}, { WORKATO_REGION: region }).baseUrl).toBe(baseUrl);
});

test.each([
  ["workato-dcr:apiToken", "WORKATO_API_TOKEN", "apiToken", "one", "two"],
  ["workato-dcr:baseUrl", "WORKATO_BASE_URL", "baseUrl", "https://one.example", "https://two.example"],
  ["workato-dcr:dcrProviderStore", "WORKATO_DCR_PROVIDER_STORE", "dcrProviderStore", "workato", "stack"],
] as const)("%s comes from the stack before %s", (key, variable, property, given, other) => {
  expect(workato({ [key]: given }, { [variable]: other })[property]).toBe(given);
  expect(workato({}, { [variable]: given })[property]).toBe(given);
});

test("numbers come from the stack", () => {
  const config = workato({
    "workato-dcr:requestsPerMinute": "10",
    "workato-dcr:requestTimeoutSeconds": "2.5",
    "workato-dcr:retryTotalSeconds": "30",
  });
  expect(config.requestsPerMinute).toBe(10);
  expect(config.limits).toEqual({ timeoutSeconds: 2.5, retryTotalSeconds: 30 });
});

test.each(["workato-dcr:requestsPerMinute", "workato-dcr:requestTimeoutSeconds", "workato-dcr:retryTotalSeconds"])(
  "%s must be a positive number",
  (key) => {
    for (const text of ["0", "-1", "", " ", "many", "NaN", "Infinity", "1,5"]) {
      expect(complaint(() => workato({ [key]: text }))).toContain(`pulumi config set ${key} `);
    }
  },
);

test.each([
  "https://www.workato.com",
  "http://localhost:3000",
  "http://127.0.0.1:3000",
  "http://127.8.9.10",
  "http://[::1]:3000",
  "https://proxy.example/workato",
])("workato-dcr:baseUrl may be %s, with or without a slash behind it", (url) => {
  expect(workato({ "workato-dcr:baseUrl": url }).baseUrl).toBe(url);
  expect(workato({ "workato-dcr:baseUrl": `${url}/` }).baseUrl).toBe(url);
});

test.each([
  ["plain http", "http://www.workato.com"],
  ["a host that begins like loopback", "http://localhost.example.com"],
  ["a host that begins like a loopback address", "http://127.0.0.1.example.com"],
  ["a private address", "http://10.0.0.1"],
  ["another scheme", "ftp://www.workato.com"],
  ["no scheme", "www.workato.com"],
  ["nothing", ""],
  ["credentials", "https://user:hunter2@www.workato.com"],
  ["a password alone", "https://:hunter2@www.workato.com"],
  ["a query", "https://www.workato.com/?token=hunter2"],
  ["a fragment", "https://www.workato.com/#a"],
  ["white space", " https://www.workato.com"],
])("workato-dcr:baseUrl is refused with %s", (_, url) => {
  const message = complaint(() => workato({ "workato-dcr:baseUrl": url }));
  expect(message).toContain("pulumi config set workato-dcr:baseUrl https://");
  expect(message).not.toContain("hunter2");
});

test("every mistake is reported in one error, each with the command that mends it", () => {
  const wrong: Settings = {
    "workato-dcr:region": "mars",
    "workato-dcr:dcrProviderStore": "disk",
    "workato-dcr:requestsPerMinute": "lots",
    "workato-dcr:requestTimeoutSeconds": "-3",
  };
  const read = () => workatoConfig((key) => wrong[key], {});
  expect(read).toThrow(ConfigurationError);
  const message = complaint(read);
  for (const command of [
    "pulumi config set --secret workato-dcr:apiToken <token>",
    "pulumi config set workato-dcr:region us",
    "pulumi config set workato-dcr:dcrProviderStore stack",
    "pulumi config set workato-dcr:requestsPerMinute 60",
    "pulumi config set workato-dcr:requestTimeoutSeconds 60",
  ]) {
    expect(message).toContain(command);
  }
  expect(message).toContain("WORKATO_API_TOKEN");
  expect(message).toContain("us, eu, jp, sg, au, il, kr, uk, cn, trial");
});

test("a region and a URL contradict each other", () => {
  const both = { "workato-dcr:region": "eu", "workato-dcr:baseUrl": "https://www.workato.com" };
  expect(complaint(() => workato(both))).toContain(
    "workato-dcr:region and workato-dcr:baseUrl are both set in the stack's configuration. Run: pulumi config rm workato-dcr:region",
  );
});

test.each<[string, Settings, Settings, string]>([
  ["URL", { "workato-dcr:baseUrl": "https://one.example" }, { WORKATO_REGION: "eu" }, "https://one.example"],
  ["region", { "workato-dcr:region": "eu" }, { WORKATO_BASE_URL: "https://one.example" }, "https://app.eu.workato.com"],
])("the stack's %s goes before the environment's alternative", (_, settings, env, baseUrl) => {
  expect(workato(settings, env).baseUrl).toBe(baseUrl);
});

test("two alternatives of the environment contradict each other", () => {
  const env = { WORKATO_REGION: "eu", WORKATO_BASE_URL: "https://one.example" };
  expect(complaint(() => workato({}, env))).toContain(
    "WORKATO_REGION and WORKATO_BASE_URL are both set in the environment. Run: unset WORKATO_REGION",
  );
});

test.each<[string, Settings, string]>([
  ["region", { WORKATO_REGION: "mars" }, 'WORKATO_REGION is "mars", not one of'],
  ["region, with what to run", { WORKATO_REGION: "mars" }, "Run: export WORKATO_REGION=us"],
  ["URL", { WORKATO_BASE_URL: "workato" }, "Run: export WORKATO_BASE_URL=https://…"],
  ["store", { WORKATO_DCR_PROVIDER_STORE: "disk" }, "Run: export WORKATO_DCR_PROVIDER_STORE=stack"],
])("a wrong %s is named by the variable it came from", (_, env, message) => {
  expect(complaint(() => workato({}, env))).toContain(message);
});

test("an empty variable counts as none", () => {
  const env = { WORKATO_REGION: "", WORKATO_BASE_URL: "", WORKATO_DCR_PROVIDER_STORE: "" };
  expect(workato({}, env)).toEqual(workato({}));
  expect(complaint(() => workatoConfig(() => undefined, { WORKATO_API_TOKEN: "" }))).toContain("workato-dcr:apiToken");
});

test("an error does not show the token", () => {
  const wrong = { "workato-dcr:apiToken": "wrk-hunter2", "workato-dcr:region": "mars" };
  expect(complaint(() => workato(wrong))).not.toContain("hunter2");
});

test("a region is one of the list, and no property that every object inherits", () => {
  expect(complaint(() => workato({ "workato-dcr:region": "toString" }))).toContain("workato-dcr:region us");
});

import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type * as workato from "pulumi-workato-dcr";
import { ADAPTERS, TESTED } from "./adapters";
import { callWith, errorsOf, oidcProvider, oktaConnection, outputsOf, useEngine } from "./support";

const formsOf = (secret: string) => [
  secret,
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
  Buffer.from(secret).toString("base64"),
];
const ACCESS_TOKEN = /eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/;

describe.each(TESTED)("by the %s provider", (adapter) => {
  const sdk = ADAPTERS[adapter];
  const log = join(mkdtempSync(join(tmpdir(), "secrets-")), "requests.log");
  const engine = useEngine({ adapter, env: { WORKATO_DCR_LOG: log } });

  /** Every secret of the run so far, by what it is. */
  const secrets: Record<string, string> = {};
  /** A credential with characters that look different in URLs and in JSON. */
  function credential(of: string): string {
    const value = `${of}/+ "geheim"&=%`;
    secrets[of] = value;
    secrets[`${of} with its user`] = `user-${of}:${value}`;
    return value;
  }

  /** What can be found in plain text in what the engine has printed and stored, in the provider's own entry in the state, and in its log. */
  async function leaks(): Promise<string[]> {
    const { workspace } = engine;
    const code = (await workspace.state()).map(({ inputs, outputs }) => `${inputs?.__provider}${outputs?.__provider}`);
    const places = {
      printed: workspace.printed(),
      stored: await workspace.stored(),
      __provider: code.join("\n"),
      log: logged(),
    };
    return Object.entries(places).flatMap(([place, text]) => {
      const found = Object.keys(secrets).filter((of) => formsOf(secrets[of] ?? "").some((form) => text.includes(form)));
      return [...found, ...(ACCESS_TOKEN.test(text) ? ["an access token"] : [])].map((of) => `${of}: ${place}`);
    });
  }

  function logged(): string {
    return existsSync(log) ? readFileSync(log, "utf8") : "";
  }

  /** A connection of each kind, with credentials as plain strings and as Pulumi's secrets. */
  function connections(round: number) {
    const baseUrl = engine.sandbox.info.oktaOrgUrl;
    for (const form of ["plain", "wrapped"]) {
      const secret = (of: string): pulumi.Input<string> => {
        const value = credential(`${of} ${form} ${round}`);
        return form === "plain" ? value : pulumi.secret(value);
      };
      const kinds: Record<string, Pick<workato.HttpConnectionArgs, "auth" | "tls">> = {
        basic: { auth: { type: "basic", username: `user-basic ${form} ${round}`, password: secret("basic") } },
        header: { auth: { type: "header", headers: { "X-Key": secret("header") } } },
        query: { auth: { type: "query", params: { key: secret("query") } } },
        oauth2: {
          auth: {
            type: "oauth2ClientCredentials",
            tokenUrl: engine.sandbox.info.tokenEndpoint,
            clientId: `user-oauth2 ${form} ${round}`,
            clientSecret: secret("oauth2"),
          },
        },
        tls: { auth: { type: "none" }, tls: { clientKey: secret("tls") } },
      };
      for (const [kind, args] of Object.entries(kinds)) {
        new sdk.HttpConnection(`${kind}-${form}`, { name: `${kind} ${form}`, baseUrl, ...args });
      }
    }
  }

  /** @param ofConnections the round that the connections' own credentials are of */
  function program(round = 1, ofConnections = round) {
    const { info } = engine.sandbox;
    return async () => {
      connections(ofConnections);
      const dcrProvider = oidcProvider(info, { connection: oktaConnection(info, {}, sdk) }, {}, sdk);
      const args = { apiCollectionIds: [1], dcrProvider, rotationTriggers: { round }, verify: true };
      const orders = new sdk.ApiClient("orders", { name: `Orders ${round}`, ...args });
      new sdk.ApiClientCredential("second", { apiClient: orders, name: "Second", rotationTriggers: { round } });
      const { clientSecret, apiKey } = orders;
      return { clientSecret, apiKey, token: pulumi.interpolate`${apiKey}:${clientSecret}` };
    };
  }

  async function rememberOutputs(round: number) {
    for (const name of ["orders", "second"]) {
      const { clientId, clientSecret, apiKey } = (await outputsOf(engine.workspace, name)) ?? {};
      secrets[`client secret of ${name} ${round}`] = String(clientSecret);
      secrets[`client secret of ${name} ${round} with its id`] = `${clientId}:${clientSecret}`;
      secrets[`API key of ${name} ${round}`] = String(apiKey);
    }
  }

  beforeAll(() => {
    const { workatoToken, oktaToken } = engine.sandbox.info;
    Object.assign(secrets, { "workato-dcr:apiToken": workatoToken, "workato-dcr:oktaApiToken": oktaToken });
  });

  test("a preview of a new stack shows none", async () => {
    await engine.workspace.preview(program());
    expect(await leaks()).toEqual([]);
  });

  test("an up shows none, and the credentials are whole", async () => {
    const { sandbox, workspace } = engine;
    const { outputs } = await workspace.up(program());
    await rememberOutputs(1);
    expect(outputs.clientSecret).toEqual({ value: secrets["client secret of orders 1"], secret: true });
    expect(outputs.apiKey).toEqual({ value: secrets["API key of orders 1"], secret: true });
    expect(outputs.token?.secret).toBe(true);
    expect(await callWith(sandbox, await outputsOf(workspace, "orders"))).toBe(200);
    expect(await leaks()).toEqual([]);
  });

  test("a preview of other credentials shows none, in its details neither", async () => {
    const { workspace } = engine;
    let details = "";
    await workspace.stack.preview({
      program: program(2),
      diff: true,
      color: "never",
      onOutput: (text) => (details += text),
    });
    expect(details).toMatch(/ auth\s*: \[secret\]/);
    for (const secret of Object.values(secrets))
      for (const form of formsOf(secret)) expect(details).not.toContain(form);
    expect(await leaks()).toEqual([]);
  });

  // The first refusal must not find anything else to update: beside it, that may be done, and the second has nothing left.
  test.each([
    [
      "Workato",
      "basic-plain",
      ["basic plain 2", "workato-dcr:apiToken"],
      (id: string) => `^/api/connections/${id}$`,
      () => program(1, 2),
    ],
    [
      "Okta",
      "orders",
      ["client secret of orders 1", "API key of orders 1", "workato-dcr:oktaApiToken"],
      () => "^/api/v1/apps/[^/]+$",
      () => program(2),
    ],
  ])(
    "an update that %s refuses shows none, though the answer repeats what was sent",
    async (service, name, sent, path, edited) => {
      const { sandbox, workspace } = engine;
      const { connectionId } = (await outputsOf(workspace, name)) ?? {};
      const echo = sent.map((of) => secrets[of] ?? of);
      const pair = Buffer.from(`user:${echo[0]}`).toString("base64");
      const text = [`was sent with Basic ${pair}`, ...echo, ...echo.map(encodeURIComponent)].join(" | ");
      const body = {
        message: text,
        error: "invalid_client_metadata",
        error_description: text,
        errors: { input: [text] },
      };
      await sandbox.fault({
        method: "PUT",
        path: path(String(connectionId)),
        fault: { kind: "status", status: 400, body },
      });
      const errors = await errorsOf(workspace.up(edited()));
      const shown = ["was sent with Basic [secret]", ...sent, ...sent]
        .map((of) => (secrets[of] ? "[secret]" : of))
        .join(" | ");
      expect(errors).toEqual([expect.stringMatching(`^${service} refused PUT `)]);
      expect(errors[0]).toContain(`400 ${shown}`);
      expect(errors.join()).not.toContain(pair);
      await sandbox.clearFaults();
      expect(await leaks()).toEqual([]);
    },
  );

  test("an update shows none, of the new ones neither", async () => {
    const { workspace } = engine;
    await workspace.up(program(2));
    await rememberOutputs(2);
    expect(secrets["client secret of orders 2"]).not.toBe(secrets["client secret of orders 1"]);
    expect(await leaks()).toEqual([]);
  });

  test.each<[string, object, RegExp]>([
    ["of no known type", { auth: { type: "bearer", token: "geheim-geheim" } }, /auth\S* .*must have a type/],
    ["that are no object", { auth: "geheim-geheim" }, /auth\S* .*must have a type/],
    ["with a property too many", { auth: { type: "basic", username: "u", password: "geheim-geheim", p: 1 } }, /auth/],
    [
      "with an empty one among them",
      { auth: { type: "header", headers: { A: "", B: "geheim-geheim" } } },
      /^auth\.headers\.A: must not be empty/,
    ],
    [
      "of the wrong type",
      { auth: { type: "basic", username: "u", password: ["geheim-geheim"] } },
      /^auth\.password: must be a string/,
    ],
    ["as certificates that are no object", { auth: { type: "none" }, tls: "geheim-geheim" }, /tls\S* .*object/],
    ["as certificates of another name", { auth: { type: "none" }, tls: { key: "geheim-geheim" } }, /tls/],
  ])("credentials %s fail the preview without being shown", async (_, args, message) => {
    const { workspace } = engine;
    const baseUrl = engine.sandbox.info.oktaOrgUrl;
    secrets.mistaken = "geheim-geheim";
    const mistaken = async () => {
      new sdk.HttpConnection("mistaken", {
        name: "Mistaken",
        baseUrl,
        ...(args as Pick<workato.HttpConnectionArgs, "auth">),
      });
    };
    expect(await errorsOf(workspace.preview(mistaken))).toEqual([expect.stringMatching(message)]);
    expect(workspace.printed()).not.toContain("geheim-geheim");
  });

  test("refresh and destroy show none", async () => {
    const { sandbox, workspace } = engine;
    await workspace.refresh();
    expect(await leaks()).toEqual([]);
    await sandbox.clearRequests();
    const before = logged().length;
    await workspace.destroy();
    expect(await leaks()).toEqual([]);
    const told = (
      logged()
        .slice(before)
        .match(/"method":"\w+"/g) ?? []
    ).length;
    expect([told > 0, told]).toEqual([true, (await sandbox.requests()).length]);
  });
});

import { type Sandbox, startSandbox } from "../../sandbox/client";
import { createNativeStack, type NativeStack } from "../../tools/native-stack";
import { oidcAndOrders, resource } from "./support";

let first: Sandbox;
let second: Sandbox;
const stacks: NativeStack[] = [];
beforeAll(async () => {
  [first, second] = await Promise.all([startSandbox(), startSandbox()]);
});
afterAll(async () => {
  for (const stack of stacks) await stack.remove();
  await Promise.all([first.stop(), second.stop()]);
});
afterEach(() => Promise.all([first.reset(), second.reset()]));

async function stackWith(options: Partial<Parameters<typeof createNativeStack>[0]> = {}) {
  const stack = await createNativeStack({ sandbox: first, ...options });
  stacks.push(stack);
  return stack;
}

const settings = ({ info }: Sandbox) => ({
  baseUrl: info.workatoBaseUrl,
  apiToken: { "fn::secret": info.workatoToken },
  oktaOrgUrl: info.oktaOrgUrl,
  oktaApiToken: { "fn::secret": info.oktaToken },
});

const provider = (properties: object) => ({ type: "pulumi:providers:workato-dcr", properties });

/** What another provider of the program makes: the settings of the workspace that it is for are known once it is there. */
function twoWorkspaces() {
  const of = (name: string, { info }: Sandbox) => {
    const opts = { provider: `\${${name}}` };
    const own = { name: "Okta", authenticationMethod: "oidc", scopes: [info.scope] };
    const client = { name: `Orders ${name}`, apiCollectionIds: [1], dcrProvider: `\${${name}-okta.ref}` };
    return {
      [`${name}-okta`]: resource("DcrProvider", own, opts),
      [`${name}-orders`]: resource("ApiClient", client, opts),
    };
  };
  return {
    resources: {
      one: provider(settings(first)),
      two: provider(settings(second)),
      ...of("one", first),
      ...of("two", second),
    },
  };
}

test("one program works with two workspaces, each with settings of its own", async () => {
  const stack = await stackWith({ configured: false });
  await stack.program(twoWorkspaces());
  await stack.pulumi("up", "--yes");
  for (const [sandbox, name] of [
    [first, "Orders one"],
    [second, "Orders two"],
  ] as const) {
    expect((await sandbox.state()).workato.apiClients).toMatchObject([{ name }]);
    for (const token of [sandbox.info.workatoToken, sandbox.info.oktaToken]) {
      expect(stack.printed()).not.toContain(token);
      expect(await stack.stored()).not.toContain(token);
    }
  }
  expect((await stack.pulumi("preview")).steps.filter((step) => !step.startsWith("same"))).toEqual([]);
  await stack.pulumi("destroy", "--yes");
});

test("settings that another resource yields are not known at preview, and are used by the up", async () => {
  const stack = await stackWith();
  const { scope } = first.info;
  const name = `\${first.id}`;
  await stack.program({
    resources: {
      first: resource("HttpConnection", { name: "IdP", baseUrl: first.info.oktaOrgUrl, auth: { type: "none" } }),
      // A word that nobody knows before the connection is there.
      later: provider({ ...settings(first), ownershipScope: name }),
      okta: resource(
        "DcrProvider",
        { name: "Okta", authenticationMethod: "oidc", scopes: [scope] },
        { provider: `\${later}` },
      ),
    },
  });
  expect((await stack.pulumi("preview")).steps).toContain("create okta");
  await stack.pulumi("up", "--yes");
  await stack.pulumi("destroy", "--yes");
});

test("what the environment says is used and never kept", async () => {
  const { workatoBaseUrl, workatoToken, oktaOrgUrl, oktaToken, scope } = first.info;
  const env = {
    WORKATO_BASE_URL: workatoBaseUrl,
    WORKATO_API_TOKEN: workatoToken,
    OKTA_ORG_URL: oktaOrgUrl,
    OKTA_API_TOKEN: oktaToken,
  };
  const stack = await stackWith({ configured: false, env });
  await stack.program(oidcAndOrders(scope));
  await stack.pulumi("up", "--yes");
  const state = await stack.files.resources();
  const own = state.find(({ type }) => type === "pulumi:providers:workato-dcr");
  expect(Object.keys(own?.inputs ?? {}).filter((name) => name !== "version")).toEqual([]);
  expect(JSON.stringify(state)).not.toContain(workatoToken);
  expect(JSON.stringify(state)).not.toContain(oktaToken);
});

test.each([
  ["oktaApiTokn", "oktaApiToken"],
  ["regio", "region"],
])(
  "a setting %s that there is not is refused, with the one that is meant and without its value",
  async (key, meant) => {
    const stack = await stackWith({ config: { [`workato-dcr:${key}`]: "hunter2-hunter2" } });
    await stack.program(oidcAndOrders(first.info.scope));
    const failed = await stack.pulumi("preview").then(
      () => "",
      (error: Error) => error.message,
    );
    expect(failed).toContain(`did you mean "workato-dcr:${meant}"`);
    expect(failed).not.toContain("hunter2");
  },
);

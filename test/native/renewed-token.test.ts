import { NOTHING_LEFT } from "../engine/support";
import { failureOf, oidcAndOrders, outputsOf, useNative } from "./support";

/** A management token is renewed at its vendor, and the configuration has the new one: what the engine makes of the old one in the state. */

const native = useNative();
const TOKENS = ["apiToken", "oktaApiToken"];

/** The stack as the last `up` has left it, when its tokens were others. */
async function goUpWithFormerTokens() {
  const { stack, sandbox } = native;
  await stack.program(oidcAndOrders(sandbox.info.scope));
  await stack.pulumi("up", "--yes");
  const exported = await stack.files.export();
  const provider = exported.deployment.resources?.find(({ type }) => type === "pulumi:providers:workato-dcr");
  const former = Object.fromEntries(TOKENS.map((name) => [name, `${name}-of-before`]));
  for (const bag of [provider?.inputs, provider?.outputs]) Object.assign(bag ?? {}, former);
  await stack.files.import(exported);
}

const ALL = ["same okta", "same orders"];

test("refresh and destroy use the old token, and their error says how they use the new one", async () => {
  const { stack, sandbox } = native;
  await goUpWithFormerTokens();
  const before = await sandbox.state();
  for (const command of [["refresh"], ["destroy"], ["up", "--refresh"]]) {
    const failed = await failureOf(stack.pulumi(...command, "--yes"));
    expect(failed).toMatch(/: 401 .*piToken.*Add --run-program, or run pulumi up first/);
  }
  expect(await sandbox.state()).toEqual(before);
  expect((await outputsOf(stack, "orders")).clientSecret).toEqual(expect.any(String));

  const { steps } = await stack.pulumi("up", "--yes", "--refresh", "--run-program");
  expect(steps).toEqual(["refresh okta", "refresh orders", ...ALL]);
  expect((await stack.pulumi("refresh", "--yes")).steps).toEqual(ALL);
});

test.each([
  ["a refresh that runs the program", ["refresh", "--run-program"]],
  ["an up", ["up"]],
])("%s puts the new token into the state, for all commands after it", async (_, command) => {
  const { stack } = native;
  await goUpWithFormerTokens();
  expect((await stack.pulumi(...command, "--yes")).steps).toEqual(ALL);
  expect((await stack.pulumi("refresh", "--yes")).steps).toEqual(ALL);
});

test("a destroy that runs the program uses the new token, and leaves nothing", async () => {
  const { stack, sandbox } = native;
  await goUpWithFormerTokens();
  await stack.pulumi("destroy", "--yes", "--run-program");
  expect(await sandbox.state()).toMatchObject(NOTHING_LEFT);
});

test("a token that comes from the environment is never the old one", async () => {
  const { stack, sandbox } = native;
  await stack.files.configure(Object.fromEntries(TOKENS.map((name) => [`workato-dcr:${name}`, undefined])));
  const { workatoToken, oktaToken } = sandbox.info;
  Object.assign(stack.env, { WORKATO_API_TOKEN: workatoToken, OKTA_API_TOKEN: oktaToken });
  await stack.program(oidcAndOrders(sandbox.info.scope));
  await stack.pulumi("up", "--yes");
  Object.assign(stack.env, { WORKATO_API_TOKEN: "of another day" });
  expect(await failureOf(stack.pulumi("refresh", "--yes"))).toContain("401 Unauthorized");
  Object.assign(stack.env, { WORKATO_API_TOKEN: workatoToken });
  expect((await stack.pulumi("refresh", "--yes")).steps).toEqual(ALL);
});

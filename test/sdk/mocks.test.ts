import * as pulumi from "@pulumi/pulumi";
import * as workato from "pulumi-workato-dcr";

/** A program under ordinary mocks: no organization, no tokens, no engine. */
const calls: { token: string; inputs: object }[] = [];
let answer: unknown;
beforeEach(async () => {
  calls.length = 0;
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: `id of ${name}`, state: inputs }),
    call: ({ token, inputs }) => {
      calls.push({ token, inputs });
      return answer as pulumi.runtime.MockCallResult;
    },
  });
});

const known = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => void output.apply(resolve));

const byId = { id: "7" };
const found = { id: "7", name: "Found" };
const all = [found, { id: "8", name: "Other" }];
const later = { id: pulumi.output("7") };
type Row = [
  name: string,
  inputs: object,
  answer: object,
  promise: () => Promise<unknown>,
  output: () => Promise<unknown>,
];
test.each<Row>([
  [
    "getHttpConnection",
    byId,
    found,
    () => workato.getHttpConnection(byId),
    () => known(workato.getHttpConnectionOutput(later)),
  ],
  [
    "getApiCollection",
    byId,
    found,
    () => workato.getApiCollection(byId),
    () => known(workato.getApiCollectionOutput(later)),
  ],
  ["getDcrProvider", byId, found, () => workato.getDcrProvider(byId), () => known(workato.getDcrProviderOutput(later))],
  ["getApiCollections", {}, all, workato.getApiCollections, () => known(workato.getApiCollectionsOutput())],
  ["getDcrProviders", {}, all, workato.getDcrProviders, () => known(workato.getDcrProvidersOutput())],
  ["getDcrProviders", {}, [], workato.getDcrProviders, () => known(workato.getDcrProvidersOutput())],
])("the mocks answer %s(%j) with %j, as a promise and as an output", async (name, inputs, value, promise, output) => {
  answer = value;
  expect(await promise()).toEqual(value);
  expect(await output()).toEqual(value);
  const call = { token: `workato-dcr:index:${name}`, inputs };
  expect(calls).toEqual([call, call]);
});

test("a list may also come under one key, as a plugin's functions give it", async () => {
  answer = { apiCollections: all };
  expect(await workato.getApiCollections()).toEqual(all);
});

test("siblings in a component get their inputs, and what they derive from each other", async () => {
  const parent = new pulumi.ComponentResource("acme:Team", "team");
  const auth = { type: "none" } as const;
  const connection = new workato.HttpConnection("okta", { name: "O", baseUrl: "https://o.test", auth }, { parent });
  const settings = {
    name: "I",
    connection,
    authenticationMethod: "oidc",
    requiredClaims: ["aud"],
  } satisfies workato.DcrProviderArgs;
  const dcrProvider = new workato.DcrProvider("oidc", settings, { parent });
  const client = new workato.ApiClient("orders", { name: "C", apiCollectionIds: [], dcrProvider }, { parent });
  expect(await known(client.dcrProvider)).toEqual({ dcrProviderId: "id of oidc" });
});

import * as pulumi from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import * as workato from "pulumi-workato-dcr";
import { createWorkspace, type Workspace } from "../../tools/workspace";
import { callWith, oidcProvider, oktaConnection, outputsOf, startOver, useEngine, WORKATO_STORE } from "./support";

/** What a transform or an option of a resource says is what its clients get, and not what its constructor was given. */

const engine = useEngine();
let withWorkato: Workspace;
beforeAll(async () => {
  withWorkato = await createWorkspace({ sandbox: engine.sandbox, config: WORKATO_STORE });
});
afterAll(() => withWorkato?.remove());

type Props = Record<string, unknown>;
type Change = (props: Props) => Props;
const type = (kind: string) => `pulumi-nodejs:dynamic/workato:${kind}`;

/** The two ways in which a program changes what all its resources of a kind are given. */
const ways: [string, (kind: string, change: Change) => void][] = [
  [
    "registerResourceTransform",
    (kind, change) =>
      pulumi.runtime.registerResourceTransform(({ type: of, props, opts }) =>
        of === type(kind) ? { props: change(props), opts } : undefined,
      ),
  ],
  [
    "registerStackTransformation",
    (kind, change) =>
      pulumi.runtime.registerStackTransformation(({ type: of, props, opts }) =>
        of === type(kind) ? { props: change(props), opts } : undefined,
      ),
  ],
];

function program(provider: Partial<workato.DcrProviderArgs> = {}, opts: pulumi.CustomResourceOptions = {}) {
  const { info } = engine.sandbox;
  const connection = oktaConnection(info);
  const dcrProvider = oidcProvider(info, { connection, ...provider }, opts);
  const apiClient = new workato.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider });
  new workato.ApiClientCredential("eu", { name: "EU", apiClient });
  return dcrProvider;
}
const opens = async (workspace = engine.workspace) => [
  await callWith(engine.sandbox, await outputsOf(workspace, "orders")),
  await callWith(engine.sandbox, await outputsOf(workspace, "eu")),
];
const enforced = async () => {
  const { apiClients } = (await engine.sandbox.state()).workato;
  return apiClients.map(({ required_claims }) => required_claims);
};
const changes = ({ steps }: { steps: string[] }) => steps.filter((step) => !step.startsWith("same "));

describe.each(ways)("what %s says", (_, register) => {
  beforeEach(async () => {
    await startOver(engine.sandbox, engine.workspace);
    await withWorkato.empty();
  });
  const transformed =
    (kind: string, change: Change, rest: () => unknown = program): PulumiFn =>
    async () => {
      register(kind, change);
      const { ref, introspectionUrl } = (rest() ?? {}) as Partial<workato.DcrProvider>;
      return { ref, introspectionUrl };
    };

  test("of a DCR provider is what the gateway asks of its clients", async () => {
    const { sandbox, workspace } = engine;
    const policy = transformed(
      "DcrProvider",
      (props) => ({
        ...props,
        requiredClaims: ["iss"],
        apiKeyClaim: "api_key",
        scopes: [sandbox.info.scope],
      }),
      () => program({ scopes: ["not-there"] }),
    );
    const { outputs } = await workspace.up(policy);
    const settings = { requiredClaims: ["iss"], apiKeyClaim: "api_key", scopes: [sandbox.info.scope] };
    expect(outputs.ref?.value).toMatchObject(settings);
    const { workato: at, okta } = await sandbox.state();
    expect(at.apiClients).toMatchObject([{ required_claims: ["iss"], access_profile_claim: "api_key" }]);
    expect(okta.claims).toMatchObject([{ name: "api_key", conditions: { scopes: [sandbox.info.scope] } }]);
    expect(await opens()).toEqual([200, 200]);
    expect(changes(await workspace.preview(policy))).toEqual([]);

    // A policy that comes later is followed, and so is one that is taken back.
    expect(changes(await workspace.up(async () => void program()))).toEqual(["update oidc", "update orders"]);
    expect(await enforced()).toEqual([[]]);
    expect(await opens()).toEqual([200, 200]);
    await workspace.destroy();
  });

  test("of a connection, and of the path, is where tokens are looked up", async () => {
    const { info } = engine.sandbox;
    const auth = {
      type: "basic",
      username: info.introspectionClientId,
      password: info.introspectionClientSecret,
    } as const;
    const introspected = (endpointPath: string) => () => {
      const connection = new workato.HttpConnection("look-up", { name: "Look-up", baseUrl: info.workatoBaseUrl, auth });
      return program({ authenticationMethod: "introspection", introspection: { connection, endpointPath } });
    };
    const baseUrl = (props: Props) => ({ ...props, baseUrl: info.oktaOrgUrl });
    const moved = transformed("HttpConnection", baseUrl, introspected(info.introspectionPath));
    const url = `${info.oktaOrgUrl}/${info.introspectionPath}`;
    const { outputs } = await withWorkato.up(moved);
    expect(outputs.introspectionUrl?.value).toBe(url);
    expect(await opens(withWorkato)).toEqual([200, 200]);

    const path = (props: Props) => {
      const introspection = props.introspection as { connection: { id: unknown } };
      const connection = { ...introspection.connection, baseUrl: info.oktaOrgUrl };
      return { ...props, introspection: { connection, endpointPath: "elsewhere" } };
    };
    const elsewhere = async () => {
      register("HttpConnection", baseUrl);
      return transformed("DcrProvider", path, introspected(info.introspectionPath))();
    };
    const later = await withWorkato.up(elsewhere);
    expect(changes(later)).toEqual(["update oidc"]);
    expect(later.outputs.introspectionUrl?.value).toBe(`${info.oktaOrgUrl}/elsewhere`);
    expect(await opens(withWorkato)).toEqual([401, 401]);
    await withWorkato.destroy();
  });
});

describe("ignoreChanges", () => {
  beforeAll(() => startOver(engine.sandbox, engine.workspace));
  const ignoring =
    (
      requiredClaims: string[],
      name = "Okta",
      opts: pulumi.CustomResourceOptions = { ignoreChanges: ["requiredClaims"] },
    ) =>
    async () =>
      void program({ name, requiredClaims }, opts);

  test("of the required claims keeps them at the clients as well", async () => {
    const { workspace } = engine;
    await workspace.up(ignoring(["iss"]));
    expect(await enforced()).toEqual([["iss"]]);
    expect(changes(await workspace.up(ignoring(["aud"])))).toEqual([]);
    expect(await enforced()).toEqual([["iss"]]);
  });

  test("an edit that is none of the clients is previewed as none of theirs", async () => {
    const { workspace } = engine;
    expect(changes(await workspace.preview(ignoring(["aud"], "Renamed")))).toEqual(["update oidc"]);
    expect(changes(await workspace.up(ignoring(["aud"], "Renamed")))).toEqual(["update oidc"]);
    expect(await enforced()).toEqual([["iss"]]);
  });

  test("no more is followed at once", async () => {
    const { workspace } = engine;
    expect(changes(await workspace.up(ignoring(["aud"], "Renamed", {})))).toEqual(["update oidc", "update orders"]);
    expect(await enforced()).toEqual([["aud"]]);
    expect(await opens()).toEqual([200, 200]);
  });
});

import * as pulumi from "@pulumi/pulumi";
import type { OutputMap, PulumiFn } from "@pulumi/pulumi/automation";
import * as workato from "pulumi-workato-dcr";
import type { SandboxInfo } from "../../sandbox/client";
import { answerTo, configured, NOTHING_LEFT, startOver, useEngine } from "../engine/support";

/** `tokenEndpoint` is Okta's unless given. */
type Credentials = { clientId: string; clientSecret: string; tokenEndpoint?: string };

interface Example {
  program: PulumiFn;
  /** What the example's header comment says to set, besides tokens and addresses. */
  config: (info: SandboxInfo) => Record<string, string>;
  credentials: (outputs: OutputMap) => Credentials[];
}

/** An example as it is, run anew each time: its statements are the program. */
function load<T extends object>(path: string): T {
  let loaded = {};
  jest.isolateModules(() => {
    // The engine knows of this one SDK only.
    jest.doMock("@pulumi/pulumi", () => pulumi);
    jest.doMock("pulumi-workato-dcr", () => workato);
    loaded = { ...require(path) };
  });
  return loaded as T;
}

const ofOneClient = ({ clientId, clientSecret }: OutputMap): Credentials[] => [
  { clientId: clientId?.value, clientSecret: clientSecret?.value },
];

const introspection = (info: SandboxInfo) => ({
  "workato-dcr:dcrProviderStore": "workato",
  scope: info.scope,
  apiCollectionIds: "[1, 2]",
  introspectionClientId: info.introspectionClientId,
  introspectionClientSecret: info.introspectionClientSecret,
});

const keycloakIn = ({ keycloakIssuer: issuer, keycloakClientId: clientId, keycloakClientSecret }: SandboxInfo) =>
  JSON.stringify({ keycloak: { type: "keycloak", issuer, clientId, clientSecret: keycloakClientSecret } });

const EXAMPLES: Record<string, Example> = {
  "okta-oidc": {
    program: async () => load("../../examples/okta-oidc/index"),
    config: ({ scope }) => ({ scope, apiCollectionIds: "[1, 2]" }),
    credentials: ofOneClient,
  },
  "okta-introspection": {
    program: async () => load("../../examples/okta-introspection/index"),
    config: introspection,
    credentials: ofOneClient,
  },
  keycloak: {
    program: async () => load("../../examples/keycloak/index"),
    config: (info) => ({ apiCollectionIds: "[1, 2]", "workato-dcr:identityProviders": keycloakIn(info) }),
    credentials: (outputs) =>
      ofOneClient(outputs).map((it) => ({ ...it, tokenEndpoint: outputs.tokenEndpoint?.value })),
  },
  "unit-test": {
    program: async () => load("../../examples/unit-test/index"),
    config: ({ scope }) => ({ scope, collections: '["Orders", "Inventory"]' }),
    credentials: ofOneClient,
  },
  ci: {
    program: () => load<typeof import("../../examples/ci/program")>("../../examples/ci/program").program(),
    config: ({ scope }) => ({ scope, clients: '{"orders": [1], "billing": [1, 2]}' }),
    credentials: ({ credentials }) => Object.values(credentials?.value),
  },
};

const engine = useEngine();
beforeEach(() => startOver(engine.sandbox, engine.workspace));

test.each(Object.entries(EXAMPLES))(
  "%s: its credentials open the gateway, and destroy leaves nothing",
  async (_, it) => {
    const { sandbox, workspace } = engine;
    await configured(workspace, it.config(sandbox.info), async () => {
      const { outputs, printed } = await workspace.up(it.program);
      expect(printed).not.toContain("warning");
      const credentials = it.credentials(outputs);
      expect(credentials.length).toBeGreaterThan(0);
      for (const one of credentials) {
        const { status } = await answerTo(sandbox, { ...one }, { at: one.tokenEndpoint });
        expect(status).toBe(200);
        expect(printed).not.toContain(one.clientSecret);
      }
      await workspace.destroy();
      expect(await sandbox.state()).toEqual(NOTHING_LEFT);
    });
  },
);

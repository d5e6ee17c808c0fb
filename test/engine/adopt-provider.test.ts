import type * as workato from "pulumi-workato-dcr";
import { callers, httpConnection } from "../sandbox/http";
import { errorsOf, oidcProvider, outputsOf, startOver, useEngine, WORKATO_STORE, watched } from "./support";

const engine = useEngine({ config: WORKATO_STORE });
beforeEach(() => startOver(engine.sandbox, engine.workspace));

/** A provider as somebody has clicked it together. */
async function providerMade() {
  const { info } = engine.sandbox;
  const { workato: api } = callers(info);
  const connection = await api("POST", "/api/connections", httpConnection(info.oktaOrgUrl, `SSWS ${info.oktaToken}`));
  const connectionId = String(connection.body.id);
  const body = { name: "Clicked", connection_id: connection.body.id, auth_method: "oidc", required_claims: ["iss"] };
  const dcrProviderId = String((await api("POST", "/api/v2/dcr_providers", body)).body.data.id);
  return { connectionId, dcrProviderId };
}

const program = (connectionId: string, more: Partial<workato.DcrProviderArgs>) => async () =>
  void oidcProvider(engine.sandbox.info, { name: "Okta", connection: { id: connectionId }, ...more });

test("a DCR provider is taken over under its id, after a preview that says what changes", async () => {
  const { sandbox, workspace } = engine;
  const { connectionId, dcrProviderId } = await providerMade();
  const adopt = { dcrProviderId };

  const preview = await watched(sandbox, () => workspace.preview(program(connectionId, { adopt })));
  expect(preview.steps).toEqual(["create oidc"]);
  expect(preview.requests.filter((request) => !request.includes(" GET "))).toEqual([]);
  expect([...new Set(preview.printed.match(/adopt: .*/g))]).toEqual([
    `adopt: dcrProviderId ${dcrProviderId} will be taken over, not created`,
    'adopt: name: "Clicked" -> "Okta"',
    // Of the enforced claims the program says nothing, so they stay.
    `adopt: scopes: [] -> ["${sandbox.info.scope}"]`,
  ]);

  await workspace.up(program(connectionId, { adopt }));
  expect((await sandbox.state()).workato.dcrProviders).toMatchObject([
    { id: Number(dcrProviderId), name: "Okta", required_claims: ["iss"] },
  ]);
  expect(await outputsOf(workspace, "oidc")).toMatchObject({ dcrProviderId });
  const later = await watched(sandbox, () => workspace.up(program(connectionId, {})));
  expect(later).toMatchObject({ steps: ["same oidc"], requests: [] });
  expect((await workspace.refresh()).steps).toEqual(["same oidc"]);
});

test.each<[string, (id: string, connectionId: string) => Partial<workato.DcrProviderArgs>, RegExp]>([
  ["that there is not", () => ({ adopt: { dcrProviderId: 999999 } }), /there is no DCR provider 999999/],
  [
    "of another method",
    (dcrProviderId, connectionId) => ({
      adopt: { dcrProviderId },
      authenticationMethod: "introspection",
      introspection: {
        connection: { id: connectionId, baseUrl: "https://acme.okta.com" },
        endpointPath: "oauth2/introspect",
      },
    }),
    /authenticationMethod.*is permanent/,
  ],
])("one %s fails the preview and the up, and changes nothing", async (_, more, reason) => {
  const { sandbox, workspace } = engine;
  const { connectionId, dcrProviderId } = await providerMade();
  const before = await sandbox.state();
  expect(await errorsOf(workspace.preview(program(connectionId, more(dcrProviderId, connectionId))))).toEqual([
    expect.stringMatching(reason),
  ]);
  expect(await errorsOf(workspace.up(program(connectionId, more(dcrProviderId, connectionId))))).toEqual([
    expect.stringMatching(reason),
  ]);
  expect(await sandbox.state()).toEqual(before);
});

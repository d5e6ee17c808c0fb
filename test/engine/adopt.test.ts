import * as workato from "pulumi-workato-dcr";
import { callers, httpConnection, serviceClient } from "../sandbox/http";
import { callWith, errorsOf, oidcProvider, oktaConnection, outputsOf, startOver, useEngine, watched } from "./support";

const FOREIGN_MARK = "01234567.0123456789ab.0a1b2c";
const made = (requests: string[]) => requests.filter((request) => request.includes(" POST "));
/** What a preview says of adoptions, in order. */
const said = (printed: string) => [...new Set(printed.match(/adopt: .*/g))];

describe("with the store stack", () => {
  const engine = useEngine();
  beforeEach(() => startOver(engine.sandbox, engine.workspace));
  const byHand = () => callers(engine.sandbox.info);

  describe("a connection", () => {
    const connectionMade = async (more: object = {}): Promise<string> => {
      const { oktaOrgUrl } = engine.sandbox.info;
      const body = { ...httpConnection(oktaOrgUrl, "SSWS old-token"), name: "By hand", ...more };
      return String((await byHand().workato("POST", "/api/connections", body)).body.id);
    };

    test("is taken over under its id, after a preview that says what changes", async () => {
      const { sandbox, workspace } = engine;
      const connectionId = await connectionMade();
      const program = (adopt?: { connectionId: string }) => async () => {
        oktaConnection(sandbox.info, { ...(adopt && { adopt }) });
      };

      const preview = await watched(sandbox, () => workspace.preview(program({ connectionId })));
      expect(preview.steps).toEqual(["create okta"]);
      expect(preview.requests.filter((request) => !request.includes(" GET "))).toEqual([]);
      expect(said(preview.printed)).toEqual([
        `adopt: connectionId ${connectionId} will be taken over, not created`,
        'adopt: name: "By hand" -> "Okta"',
        `adopt: baseUrl: null -> "${sandbox.info.oktaOrgUrl}"`,
        "adopt: auth: [secret] -> [secret]",
      ]);

      const up = await watched(sandbox, () => workspace.up(program({ connectionId })));
      expect(made(up.requests)).toEqual([]);
      const { connections } = (await sandbox.state()).workato;
      expect(connections).toMatchObject([{ id: Number(connectionId), name: "Okta" }]);
      const outputs = await outputsOf(workspace, "okta");
      expect(outputs).toMatchObject({ connectionId, authorizationStatus: "success" });
      expect(connections[0]?.external_id).toBe(`pulumi:${outputs?.ownershipMark}`);

      const later = await watched(sandbox, () => workspace.up(program()));
      expect(later).toMatchObject({ steps: ["same okta"], requests: [] });
      expect(workspace.printed()).not.toContain(sandbox.info.oktaToken);
    });

    test.each([
      ["that there is not", async () => "999999", "there is no HTTP connection 999999"],
      [
        "of another application",
        () => connectionMade({ provider: "salesforce", input: {} }),
        "there is no HTTP connection",
      ],
      ["of another resource", () => connectionMade({ external_id: `pulumi:${FOREIGN_MARK}` }), FOREIGN_MARK],
    ])("%s fails the preview, and changes nothing", async (_, make, reason) => {
      const { sandbox, workspace } = engine;
      const connectionId = await make();
      const before = await sandbox.state();
      const program = async () => void oktaConnection(sandbox.info, { adopt: { connectionId } });
      const errors = await errorsOf(workspace.preview(program));
      expect(errors).toEqual([expect.stringContaining(reason)]);
      expect(await sandbox.state()).toEqual(before);
    });
  });

  describe("an API client", () => {
    const clientsMade = async (description = "Old", client_name = "Legacy") => {
      const { workato, okta } = byHand();
      const others = { email: "by@hand.example", api_policy_id: 1, project_id: 1 };
      const body = { name: "Legacy", description, auth_type: "token", api_collection_ids: [2], ...others };
      const client = (await workato("POST", "/api/v2/api_clients", body)).body.data;
      const { client_id, client_secret } = (await okta("POST", "/oauth2/v1/clients", serviceClient(client_name))).body;
      return { adopt: { apiClientId: String(client.id), clientId: String(client_id) }, oldSecret: client_secret };
    };
    const program =
      (more: Partial<workato.ApiClientArgs>, { info } = engine.sandbox) =>
      async () => {
        const dcrProvider = oidcProvider(info);
        new workato.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider, ...more });
      };

    test("is taken over on both sides; its secret stays, and is an output from then on", async () => {
      const { sandbox, workspace } = engine;
      const { adopt, oldSecret } = await clientsMade();
      const { apiClientId, clientId } = adopt;

      const preview = await watched(sandbox, () => workspace.preview(program({ adopt })));
      expect(preview.steps).toEqual(["create oidc", "create orders"]);
      expect(preview.requests.filter((request) => !request.includes(" GET "))).toEqual([]);
      expect(said(preview.printed)).toEqual([
        `adopt: apiClientId ${apiClientId}, clientId ${clientId} will be taken over, not created`,
        'adopt: name: "Legacy" -> "Orders"',
        'adopt: apiCollectionIds: ["2"] -> ["1"]',
        expect.stringMatching(/^adopt: authentication: "token" -> tokens of the DCR provider; callers .* are refused/),
        "adopt: API key: a further one is made",
        'adopt: client_name: "Legacy" -> "Orders"',
      ]);

      const up = await watched(sandbox, () => workspace.up(program({ adopt })));
      expect(made(up.requests)).toEqual([
        "okta POST 201 /api/v1/authorizationServers/default/claims",
        `workato POST 200 /api/v2/api_clients/${apiClientId}/api_keys`,
      ]);
      const outputs = await outputsOf(workspace, "orders");
      expect(outputs).toMatchObject({ ...adopt, clientSecret: oldSecret });
      expect((await sandbox.state()).workato.apiClients).toMatchObject([
        // What the program does not name stays as it is.
        { id: Number(apiClientId), auth_type: "oidc", email: "by@hand.example", api_policy_id: 1, project_id: 1 },
      ]);
      expect(await callWith(sandbox, outputs)).toBe(200);
      const later = await watched(sandbox, () => workspace.up(program({})));
      expect(later).toMatchObject({ steps: ["same oidc", "same orders"], requests: [] });

      const renewed = await workspace.up(program({ renewSecret: true }));
      expect(renewed.steps).toEqual(["same oidc", "update orders"]);
      expect(renewed.printed).toContain("the one in use is refused as soon as this is applied");
      const after = await outputsOf(workspace, "orders");
      expect(await callWith(sandbox, after)).toBe(200);
      expect(await callWith(sandbox, { clientId, clientSecret: oldSecret })).toBe(401);
    });

    test("whose secret may not be read stays without the output, and says so, until it is renewed", async () => {
      const { sandbox, workspace } = engine;
      const { adopt, oldSecret } = await clientsMade();
      const { clientId } = adopt;
      const no = { errorCode: "E0000006", errorSummary: "You do not have permission to perform the requested action" };
      const fault = { kind: "status", status: 403, body: no } as const;
      await sandbox.fault({ side: "okta", path: "/credentials/secrets$", times: 99, fault });
      await workspace.up(program({ adopt }));
      expect(await outputsOf(workspace, "orders")).toMatchObject(adopt);
      expect((await outputsOf(workspace, "orders"))?.clientSecret).toBeUndefined();
      expect(await callWith(sandbox, { clientId, clientSecret: oldSecret })).toBe(200);

      // Said at every preview, as long as it is so.
      const later = await watched(sandbox, () => workspace.up(program({})));
      expect(later).toMatchObject({ steps: ["same oidc", "same orders"], requests: [] });
      expect(later.printed).toContain('ApiClient "Orders": The client secret is not known');

      await workspace.up(program({ renewSecret: true }));
      expect(await callWith(sandbox, await outputsOf(workspace, "orders"))).toBe(200);
      expect(await callWith(sandbox, { clientId, clientSecret: oldSecret })).toBe(401);
      expect((await workspace.preview(program({ renewSecret: true }))).printed).not.toContain("is not known");
    });

    test("whose state was lost is taken over again, and the preview says which secret and which key end", async () => {
      const { workspace } = engine;
      await workspace.up(program({}));
      const { apiClientId, clientId, apiKeyId } = (await outputsOf(workspace, "orders")) ?? {};
      await workspace.empty();
      const adopt = { apiClientId: String(apiClientId), clientId: String(clientId) };
      const { printed } = await workspace.preview(program({ adopt, renewSecret: true }));
      expect(said(printed)).toEqual([
        `adopt: apiClientId ${apiClientId}, clientId ${clientId} will be taken over, not created`,
        expect.stringMatching(/^adopt: authentication: issuer, keys and claims, which Workato does not show/),
        `adopt: API key: ${apiKeyId}, whose token nobody can read, is replaced by a new one; tokens that carry it are refused from then on`,
        "adopt: the API key in the tokens of the client: replaced by the one of this resource",
        "adopt: client secret: renewed; the one in use is refused as soon as this is applied",
      ]);
    });

    test.each<[string, object, object]>([
      ["at once", { renewSecret: true, overlap: true }, {}],
      ["later", {}, { renewSecret: true, overlap: true }],
    ])(
      "whose secret is renewed %s, with overlap, keeps the one in use too, and no preview says that it ends",
      async (_, first, then) => {
        const { sandbox, workspace } = engine;
        const { adopt, oldSecret } = await clientsMade();
        const { clientId } = adopt;
        const printed: string[] = [];
        for (const more of [
          { adopt, ...first },
          { ...first, ...then },
        ]) {
          printed.push((await workspace.preview(program(more))).printed, (await workspace.up(program(more))).printed);
        }
        expect(printed.join()).not.toContain("is refused as soon as");
        const outputs = await outputsOf(workspace, "orders");
        expect(outputs?.clientSecret).not.toBe(oldSecret);
        expect(await callWith(sandbox, outputs)).toBe(200);
        expect(await callWith(sandbox, { clientId, clientSecret: oldSecret })).toBe(200);
      },
    );

    test("that has two secrets keeps both, and the newer one is the output, which a rotation with overlap leaves", async () => {
      const { sandbox, workspace } = engine;
      const { adopt, oldSecret } = await clientsMade();
      const { clientId } = adopt;
      const added = (await byHand().okta("POST", `/api/v1/apps/${clientId}/credentials/secrets`, {})).body
        .client_secret;
      await workspace.up(program({ adopt }));
      expect((await outputsOf(workspace, "orders"))?.clientSecret).toBe(added);
      const answers = () =>
        Promise.all([oldSecret, added].map((clientSecret) => callWith(sandbox, { clientId, clientSecret })));
      expect(await answers()).toEqual([200, 200]);
      await workspace.up(program({ adopt, rotationTriggers: { rotation: "1" }, overlap: true }));
      expect(await answers()).toEqual([401, 200]);
      expect(await callWith(sandbox, await outputsOf(workspace, "orders"))).toBe(200);
    });

    test.each([
      ["of which Workato knows nothing", { apiClientId: "999999" }, [], "there is no API client 999999"],
      [
        "of which the IdP knows nothing",
        { clientId: "0oanothing" },
        [],
        "there is no client 0oanothing at the identity",
      ],
      ["that is another resource's at Workato", {}, [`Old (pulumi:${FOREIGN_MARK})`], FOREIGN_MARK],
      ["that is another resource's at the IdP", {}, ["Old", `Legacy (pulumi:${FOREIGN_MARK})`], FOREIGN_MARK],
    ])("%s fails the preview, and changes nothing", async (_, wrong, named, reason) => {
      const { sandbox, workspace } = engine;
      const { adopt } = await clientsMade(...named);
      const before = await sandbox.state();
      const errors = await errorsOf(workspace.preview(program({ adopt: { ...adopt, ...wrong } })));
      expect(errors).toEqual([expect.stringContaining(reason)]);
      expect(await sandbox.state()).toEqual(before);
    });
  });
});

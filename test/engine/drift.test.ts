import type { Drift, Sandbox, SandboxState } from "../../sandbox/client";
import type { Run, Workspace } from "../../tools/workspace";
import { ADAPTERS, TESTED } from "./adapters";
import { allOutputs, callWith, NOTHING_LEFT, oktaConnection, useEngine, WORKATO_STORE } from "./support";

type Outputs = Record<string, unknown>;

interface Change {
  /** What somebody does by hand. */
  byHand: (held: Outputs) => Drift[];
  /** What a refresh names: the property, or in a warning what is gone. */
  shows: RegExp;
  /** What a refresh does to the resource. Default: `update`. */
  step?: "delete";
  /** The outputs that the repair has to make anew; all others stay. */
  anew?: string[];
}

const change = (side: Drift["side"], kind: Drift["kind"], id: unknown, patch?: Record<string, unknown>) =>
  ({ side, kind, id: String(id), ...(patch ? { op: "patch", patch } : { op: "delete" }) }) as Drift;
const connection = (patch?: Record<string, unknown>) => (held: Outputs) => [
  change("workato", "connection", held.connectionId, patch),
];
const provider = (patch?: Record<string, unknown>) => (held: Outputs) => [
  change("workato", "dcrProvider", held.dcrProviderId, patch),
];
const claim = (patch?: Record<string, unknown>) => (held: Outputs) => [change("okta", "claim", held.claimId, patch)];
const client = (patch?: Record<string, unknown>) => (held: Outputs) => [
  change("workato", "apiClient", held.apiClientId, patch),
];
const key = (patch?: Record<string, unknown>) => (held: Outputs) => [change("workato", "apiKey", held.apiKeyId, patch)];
const registered = (patch?: Record<string, unknown>) => (held: Outputs) => [
  change("okta", "oauthClient", held.clientId, patch),
];
const app = (patch: Record<string, unknown>) => (held: Outputs) => [change("okta", "app", held.clientId, patch)];

const CONNECTIONS: Record<string, Change> = {
  renamed: { byHand: connection({ name: "By hand" }), shows: /\[diff: .*name/ },
  moved: { byHand: connection({ folder_id: 1 }), shows: /\[diff: .*folderId/ },
  "no longer authorised": {
    byHand: connection({ authorization_status: "failed" }),
    shows: /Workato's authorisation of the connection/,
  },
  mark: { byHand: connection({ external_id: "by hand" }), shows: /its ownership mark/ },
  deleted: { byHand: connection(), shows: /deleted/, step: "delete", anew: ["connectionId"] },
};

const CLIENTS: Record<string, Change> = {
  name: { byHand: client({ name: "By hand" }), shows: /\[diff: .*name/ },
  description: { byHand: client({ description: "By hand" }), shows: /\[diff: .*description/ },
  "e-mail": { byHand: client({ email: "by@hand.example" }), shows: /\[diff: .*email/ },
  collections: { byHand: client({ api_collection_ids: [1] }), shows: /\[diff: .*apiCollectionIds/ },
  policy: { byHand: client({ api_policy_id: null }), shows: /\[diff: .*apiPolicyId/ },
  project: { byHand: client({ project_id: null }), shows: /\[diff: .*projectId/ },
  mark: { byHand: client({ description: "What for" }), shows: /its ownership mark/ },
  authentication: { byHand: client({ auth_type: "token" }), shows: /the authentication that was applied/ },
  "disabled key": { byHand: key({ active: false }), shows: /the link between the client and its API key/ },
  "deleted key": { byHand: key(), shows: /the API key/, anew: ["apiKeyId", "apiKey"] },
  "registered name": { byHand: registered({ client_name: "By hand" }), shows: /its name, its ownership mark/ },
  "registered mark": {
    byHand: (held) => app({ profile: { workatoApiKey: held.apiKey } })(held),
    shows: /its ownership mark/,
  },
  "registered authentication": {
    byHand: registered({ token_endpoint_auth_method: "client_secret_post" }),
    shows: /\[diff: .*registration/,
  },
  "registered response types": { byHand: registered({ response_types: ["code"] }), shows: /that was applied/ },
  "deactivated app without a key": {
    byHand: (held) => [...app({ status: "INACTIVE" })(held), ...key()(held)],
    shows: /the API key/,
    anew: ["apiKeyId", "apiKey"],
  },
  "registered logo": {
    byHand: registered({ logo_uri: "https://example.com/by-hand.png" }),
    shows: /\[diff: .*logoUri/,
  },
  "deactivated app": { byHand: app({ status: "INACTIVE" }), shows: /the link between the client and its API key/ },
  deregistered: {
    byHand: registered(),
    shows: /the client at the identity provider/,
    anew: ["clientId", "clientSecret", "apiKeyId", "apiKey", "boundTo"],
  },
  "deleted client": {
    byHand: client(),
    shows: /the API client in Workato/,
    anew: ["apiClientId", "apiKeyId", "apiKey"],
  },
  "deleted everywhere": {
    byHand: (held) => [...client()(held), ...registered()(held)],
    shows: /deleted/,
    step: "delete",
    anew: ["apiClientId", "clientId", "clientSecret", "apiKeyId", "apiKey", "boundTo"],
  },
};

const PROVIDERS = {
  stack: {
    "deleted claim": { byHand: claim(), shows: /the claim that carries API keys/, anew: ["claimId", "ownClaimId"] },
    "claim of another expression": { byHand: claim({ value: "app.id" }), shows: /the claim that carries API keys/ },
    "claim of all scopes": { byHand: claim({ conditions: { scopes: [] } }), shows: /the claim that carries API keys/ },
    "inactive claim": { byHand: claim({ status: "INACTIVE" }), shows: /the claim that carries API keys/ },
    "claim of ID tokens": { byHand: claim({ claimType: "IDENTITY" }), shows: /the claim that carries API keys/ },
    "renamed claim": { byHand: claim({ name: "by_hand" }), shows: /the claim that carries API keys/ },
  },
  workato: {
    renamed: { byHand: provider({ name: "By hand" }), shows: /\[diff: .*name/ },
    claims: { byHand: provider({ required_claims: ["iss"] }), shows: /\[diff: .*requiredClaims/ },
    "claim of the key": { byHand: provider({ access_profile_claim: null }), shows: /\[diff: .*apiKeyClaim/ },
    scopes: { byHand: provider({ scopes: [] }), shows: /\[diff: .*scopes/ },
    connection: { byHand: provider({ connection_id: 1 }), shows: /\[diff: .*connection/ },
    introspection: {
      byHand: provider({ introspection_endpoint_path: "by/hand" }),
      shows: /\[diff: .*introspection/,
    },
    deleted: { byHand: provider(), shows: /deleted/, step: "delete", anew: ["dcrProviderId", "createdAt"] },
  },
} satisfies Record<string, Record<string, Change>>;

const STORES = ["stack", "workato"] as const;

describe.each(TESTED.flatMap((adapter) => STORES.map((store) => [adapter, store] as const)))(
  "by the %s provider, with the store %s",
  (adapter, store) => {
    const sdk = ADAPTERS[adapter];
    const engine = useEngine({
      adapter,
      config: {
        ...(store === "workato" && WORKATO_STORE),
        "workato-dcr:requestsPerMinute": "6000",
        "workato-dcr:oktaRequestsPerMinute": "6000",
      },
    });
    const changes: Record<string, Change> = {
      ...prefixed("connection", CONNECTIONS),
      ...prefixed("provider", PROVIDERS[store]),
      ...prefixed("client", CLIENTS),
      ...(store === "stack" &&
        prefixed("client", {
          profile: { byHand: app({ profile: {} }), shows: /the link between the client and its API key/ },
        })),
    };
    const names = Object.keys(changes);
    let undisturbed: Run;
    let refreshed: Run;
    let repaired: Run;
    let settled: Run;
    let before: { outputs: Record<string, Outputs>; objects: Record<string, object> };
    let after: typeof before & { opens: Record<string, number> };

    /** One resource for each change, so that four commands show all of them. */
    async function program() {
      const { info } = engine.sandbox;
      for (const name of names.filter((it) => it.startsWith("connection"))) {
        const auth = { type: "header", headers: { Authorization: `SSWS ${info.oktaToken}` } } as const;
        new sdk.HttpConnection(name, { name, baseUrl: info.oktaOrgUrl, auth, folderId: 2 });
      }
      const connection = oktaConnection(info, {}, sdk);
      const common = { connection, requiredClaims: ["iss", "aud"], scopes: [info.scope] };
      const providers = names
        .filter((it) => it.startsWith("provider"))
        .map((name) => {
          const apiKeyClaim = name.replace(/\W/g, "_");
          if (!name.includes("introspection")) {
            return new sdk.DcrProvider(name, { ...common, name, apiKeyClaim, authenticationMethod: "oidc" });
          }
          const introspection = { connection, endpointPath: "oauth2/introspect" };
          return new sdk.DcrProvider(name, {
            ...common,
            name,
            apiKeyClaim,
            authenticationMethod: "introspection",
            introspection,
          });
        });
      // The claims of the others go when no client is left that may need them.
      const dcrProvider = new sdk.DcrProvider(
        "oidc",
        { ...common, name: "Okta OIDC", authenticationMethod: "oidc" },
        { dependsOn: providers },
      );
      for (const name of names.filter((it) => it.startsWith("client"))) {
        new sdk.ApiClient(name, {
          name,
          description: "What for",
          email: "team@example.com",
          portalId: 1,
          apiPolicyId: 1,
          projectId: 1,
          // Not in the order in which Workato lists them.
          apiCollectionIds: [2, 1],
          logoUri: "https://example.com/logo.png",
          dcrProvider,
        });
      }
    }

    const look = async () => {
      const outputs = await allOutputs(engine.workspace);
      const state = await engine.sandbox.state();
      return {
        outputs,
        objects: Object.fromEntries(names.map((name) => [name, objectsOf(outputs[name] ?? {}, state)])),
      };
    };

    beforeAll(async () => {
      const { sandbox, workspace } = engine;
      await workspace.up(program);
      undisturbed = await workspace.refresh();
      before = await look();
      for (const name of names) {
        for (const drift of changes[name]?.byHand(before.outputs[name] ?? {}) ?? []) await sandbox.drift(drift);
      }
      refreshed = await workspace.refresh();
      // What one refresh has seen, another one must not take for what was wanted.
      await workspace.refresh();
      repaired = await workspace.up(program);
      after = { ...(await look()), opens: await opened(sandbox, workspace) };
      settled = await workspace.up(program);
    }, 900_000);

    test("a refresh sees no change where nobody has made one", () => {
      expect(undisturbed.steps.filter((step) => !step.startsWith("same"))).toEqual([]);
      expect(undisturbed.printed).not.toContain("warning");
    });

    describe.each(names)("%s", (name) => {
      const { shows, step = "update", anew = [] } = changes[name] ?? { shows: /nothing/ };

      it("is seen by a refresh", () => {
        expect(refreshed.steps).toContain(`${step} ${name}`);
        expect(linesAbout(refreshed, name)).toMatch(shows);
      });

      it("is repaired by the next apply", () => {
        expect(repaired.steps).toContain(`${step === "delete" ? "create" : "update"} ${name}`);
        const anewIs = step === "delete";
        expect(comparable(after.objects[name], anewIs)).toEqual(comparable(before.objects[name], anewIs));
        const [was, is] = [before.outputs[name] ?? {}, after.outputs[name] ?? {}];
        for (const output of anew) expect([undefined, was[output]]).not.toContain(is[output]);
        const made = anewIs ? [...anew, "ownershipMark", "ref"] : anew;
        const kept = Object.keys(was).filter((output) => !made.includes(output));
        expect(pick(is, kept)).toEqual(pick(was, kept));
        if (name.startsWith("client")) expect(after.opens[name]).toBe(200);
      });
    });

    test("nothing remains to be done, and nothing is left in the end", async () => {
      expect(settled.steps.filter((step) => !step.startsWith("same"))).toEqual([]);
      const { sandbox, workspace } = engine;
      await workspace.destroy();
      expect(await sandbox.state()).toEqual(NOTHING_LEFT);
    });
  },
);

function prefixed(kind: string, changes: Record<string, Change>): Record<string, Change> {
  return Object.fromEntries(Object.entries(changes).map(([name, it]) => [`${kind}: ${name}`, it]));
}

/** What was printed when the resource was done, and what was warned of it. */
function linesAbout({ printed }: Run, name: string): string {
  const mine = (line: string) =>
    line.includes(`"${name}": `) || (line.includes(` ${name} `) && /\b(updated|deleted)\b/.test(line));
  return printed
    .split("\n")
    .filter(mine)
    .map((line) => line.replace(/ \([\d.]+s\)/, "").trimEnd())
    .join("\n");
}

const VOLATILE = [
  "id",
  "api_client_id",
  "client_id",
  "client_id_issued_at",
  "client_secret",
  "external_client_id",
  "auth_token",
  "active_since",
  "authorized_at",
  "created_at",
  "updated_at",
];

/** A resource that is created anew has another mark, by its last part. */
const comparable = (objects: object | undefined, isAnew: boolean): unknown => {
  const text = JSON.stringify(objects);
  return JSON.parse(isAnew ? text.replace(/([\da-f]{8}\.[\da-f]{12})\.[\da-f]{6}/g, "$1") : text);
};

/** What either side holds of a resource, apart from what every object has for itself. */
function objectsOf(held: Outputs, { workato, okta }: SandboxState): object {
  const clean = (objects: object[]) =>
    objects.map((it) => Object.fromEntries(Object.entries(it).filter(([name]) => !VOLATILE.includes(name))));
  const byId = (objects: { id: number | string }[], id: unknown) => clean(objects.filter((it) => String(it.id) === id));
  return {
    connections: byId(workato.connections, held.connectionId),
    providers: byId(workato.dcrProviders, held.dcrProviderId),
    claims: byId(okta.claims, held.claimId),
    clients: byId(workato.apiClients, held.apiClientId),
    keys: clean(workato.apiKeys.filter((it) => String(it.api_client_id) === held.apiClientId)),
    registrations: clean(okta.clients.filter((it) => it.client_id === held.clientId)).map(({ profile, ...rest }) => {
      // Whether it is the right one, the gateway tells.
      const { workatoApiKey, ...others } = profile as Record<string, unknown>;
      return { ...rest, profile: others };
    }),
  };
}

async function opened(sandbox: Sandbox, workspace: Workspace): Promise<Record<string, number>> {
  const opens: Record<string, number> = {};
  for (const [name, outputs] of Object.entries(await allOutputs(workspace))) {
    if (outputs.clientSecret !== undefined) opens[name] = await callWith(sandbox, outputs);
  }
  return opens;
}

function pick(outputs: Outputs, names: string[]): Outputs {
  return Object.fromEntries(names.map((name) => [name, outputs[name]]));
}

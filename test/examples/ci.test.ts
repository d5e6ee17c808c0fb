import type { EngineEvent } from "@pulumi/pulumi/automation";
import * as workato from "pulumi-workato-dcr";
import { driftOf, report } from "../../examples/ci/drift";
import { oidcProvider, outputsOf, useEngine } from "../engine/support";

const TYPE = "pulumi-nodejs:dynamic/workato:ApiClient";
const SAID = "Everything is as the program says.\n";

function event(op: string, is?: object, wanted?: object, type = TYPE): EngineEvent {
  const urn = `urn:pulumi:dev::workato-ci::${type}::orders`;
  const metadata = { op, urn, type, old: is && { inputs: is }, new: wanted && { inputs: wanted } };
  return { resourcePreEvent: { metadata } } as unknown as EngineEvent;
}

describe("what of the engine's events is drift", () => {
  it.each<[string, EngineEvent[]]>([
    ["a resource that is as it should be", [event("same", { name: "a" }, { name: "a" })]],
    ["what the refresh itself does", [event("refresh", { name: "a" }, { name: "b" }), event("read")]],
    ["the stack", [event("update", { name: "a" }, { name: "b" }, "pulumi:pulumi:Stack")]],
    ["events of another kind", [{ sequence: 1, timestamp: 1, cancelEvent: {} } as EngineEvent]],
  ])("not %s", (_, events) => {
    expect(driftOf(events)).toEqual([]);
    expect(report(driftOf(events))).toBe(SAID);
  });

  it.each<[string, EngineEvent, object[], string]>([
    [
      "each property that differs, and no other",
      event("update", { __provider: "x", name: "a", n: 1 }, { __provider: "y", name: "b", n: 1 }),
      [{ name: "name", is: '"a"', wanted: '"b"' }],
      '| `name` | `"a"` | `"b"` |',
    ],
    [
      "what was added, and what was taken away",
      event("update", { more: [1] }, { less: null }),
      [
        { name: "more", is: "[1]", wanted: "—" },
        { name: "less", is: "—", wanted: "null" },
      ],
      "| `more` | `[1]` | `—` |",
    ],
    [
      "what is gone",
      event("create", undefined, { name: "b" }),
      [{ name: "name", is: "—", wanted: '"b"' }],
      "### orders: create",
    ],
    ["what only stands behind a resource", event("update", { name: "a" }, { name: "a" }), [], "gone or disabled"],
  ])("%s", (_, one, properties, line) => {
    const drift = driftOf([one, event("same")]);
    expect(drift).toEqual([{ resource: "orders", step: one.resourcePreEvent?.metadata.op, properties }]);
    expect(report(drift)).toMatch(/^1 of the stack's resources/);
    expect(report(drift)).toContain(line);
  });
});

describe("on the real engine", () => {
  const engine = useEngine();

  test("a client that was renamed by hand is drift, with both names and no secret", async () => {
    const { sandbox, workspace } = engine;
    const program = async () => {
      const dcrProvider = oidcProvider(sandbox.info);
      new workato.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider });
    };
    const look = async () => {
      const events: EngineEvent[] = [];
      await workspace.stack.preview({ program, refresh: true, onEvent: (one) => events.push(one) });
      return driftOf(events);
    };
    await workspace.up(program);
    expect(report(await look())).toBe(SAID);

    const { apiClientId, clientSecret, apiKey } = (await outputsOf(workspace, "orders")) ?? {};
    const renamed = { side: "workato", kind: "apiClient", id: String(apiClientId) } as const;
    await sandbox.drift({ ...renamed, op: "patch", patch: { name: "By hand" } });
    const drift = await look();
    expect(drift).toEqual([
      { resource: "orders", step: "update", properties: [{ name: "name", is: '"By hand"', wanted: '"Orders"' }] },
    ]);
    const secrets = [clientSecret, apiKey, sandbox.info.oktaToken, sandbox.info.workatoToken];
    for (const secret of secrets) expect(report(drift)).not.toContain(String(secret));
  });
});

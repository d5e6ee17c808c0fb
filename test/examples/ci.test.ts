import type { EngineEvent } from "@pulumi/pulumi/automation";
import { findingsOf, isFine, report } from "../../examples/ci/drift";

const TYPE = "pulumi-nodejs:dynamic/workato:ApiClient";
const SAID = "Everything is as the program says.\n";

function event(op: string, is?: object, wanted?: object, type = TYPE): EngineEvent {
  const urn = `urn:pulumi:dev::workato-ci::${type}::orders`;
  const metadata = { op, urn, type, old: is && { inputs: is }, new: wanted && { inputs: wanted } };
  return { resourcePreEvent: { metadata } } as unknown as EngineEvent;
}

const said = (severity: string, message: string) =>
  ({ diagnosticEvent: { severity, message, color: "never" } }) as unknown as EngineEvent;

describe("what of the engine's events is drift", () => {
  it.each<[string, EngineEvent[]]>([
    ["a resource that is as it should be", [event("same", { name: "a" }, { name: "a" })]],
    ["what the refresh itself does", [event("refresh", { name: "a" }, { name: "b" }), event("read")]],
    ["the stack", [event("update", { name: "a" }, { name: "b" }, "pulumi:pulumi:Stack")]],
    ["events of another kind", [{ sequence: 1, timestamp: 1, cancelEvent: {} } as EngineEvent]],
    [
      "what is said, but no warning",
      [said("info", "hello"), said("debug", "[runtime] x"), said("info#err", "warning")],
    ],
  ])("not %s", (_, events) => {
    const findings = findingsOf(events);
    expect(findings).toEqual({ drift: [], warnings: [] });
    expect(isFine(findings)).toBe(true);
    expect(report(findings)).toBe(SAID);
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
        { name: "more", is: "[1]", wanted: "none" },
        { name: "less", is: "none", wanted: "null" },
      ],
      "| `more` | `[1]` | `none` |",
    ],
    [
      "what is gone",
      event("create", undefined, { name: "b" }),
      [{ name: "name", is: "none", wanted: '"b"' }],
      "### orders: create",
    ],
    ["what only stands behind a resource", event("update", { name: "a" }, { name: "a" }), [], "no property shows it"],
  ])("%s", (_, one, properties, line) => {
    const findings = findingsOf([one, event("same")]);
    expect(findings.drift).toEqual([{ resource: "orders", step: one.resourcePreEvent?.metadata.op, properties }]);
    expect(isFine(findings)).toBe(false);
    expect(report(findings)).toMatch(/^1 of the stack's resources/);
    expect(report(findings)).toContain(line);
  });
});

describe("warnings are in the report, once and without what the engine adds", () => {
  const secret = (what: string) =>
    `ApiClient "Orders": The client secret ${what} at 2027-01-01T00:00:00.000Z. Change its …`;
  it.each<[string, EngineEvent[], string, boolean]>([
    ["of the engine", [said("warning", "a pending operation\n")], "a pending operation", true],
    ["of the provider", [said("warning", "[runtime] the key is gone\n")], "the key is gone", true],
    ["of its process", [said("info#err", "warning: [runtime] the key is gone\n\n")], "the key is gone", true],
    ["in colour", [said("warning", "<{%fg 3%}>[runtime] gone<{%reset%}>\n<{%reset%}>")], "gone", true],
    ["said twice", [said("warning", "[runtime] x\n"), said("info#err", "warning: [runtime] x\n")], "x", true],
    ["of a secret that expires", [said("warning", `[runtime] ${secret("expires")}`)], secret("expires"), false],
    ["of one that has expired", [said("warning", `[runtime] ${secret("expired")}`)], secret("expired"), false],
  ])("%s", (_, events, text, fine) => {
    const findings = findingsOf(events);
    expect(findings).toEqual({ drift: [], warnings: [text] });
    expect(isFine(findings)).toBe(fine);
    expect(report(findings)).toBe(`${SAID}\n### Warnings\n\n- ${text}\n`);
  });
});

import { type Check, examine, type Finding, fail, ok, skip } from "../../../cli/doctor/check";
import type { Context } from "../../../cli/doctor/context";
import type { StoreName } from "../../../provider/config";
import { ConfigurationError } from "../../../provider/errors";
import { rememberSecrets } from "../../../provider/redact";

const check = (name: string, look: Check["look"], more: Partial<Check> = {}): Check => ({
  name,
  needs: [],
  look,
  ...more,
});

/** No more of it is asked for by checks that look at nothing. */
const context = (store: StoreName) => ({ store: async () => store }) as Context;

async function findings(checks: Check[], store: StoreName = "stack"): Promise<Finding[]> {
  const all: Finding[] = [];
  for await (const finding of examine(checks, context(store))) all.push(finding);
  return all;
}

const bad = async () => fail("broken", "Mend it");
const good = async () => ok("there");

test("what needs a failed or skipped check is skipped, and everything else is looked at", async () => {
  const checks = [
    check("a", bad),
    check("b", good, { needs: ["a"] }),
    check("c", good, { needs: ["b"] }),
    check("d", good),
    check("e", async () => skip("none")),
    check("f", good, { needs: ["d", "e"] }),
  ];
  expect((await findings(checks)).map(({ name, status, seen }) => `${name} ${status} ${seen}`)).toEqual([
    "a fail broken",
    'b skip needs "a"',
    'c skip needs "b"',
    "d ok there",
    "e skip none",
    'f skip needs "e"',
  ]);
});

it.each([
  ["workato", "fail"],
  ["stack", "warn"],
] as const)(
  "what the store workato alone needs is, with the store %s, a %s, and stops what needs it",
  async (store, status) => {
    const checks = [check("a", bad, { neededBy: "workato" }), check("b", good, { needs: ["a"] })];
    expect(await findings(checks, store)).toEqual([
      { name: "a", status, seen: "broken", next: "Mend it" },
      { name: "b", status: "skip", seen: 'needs "a"' },
    ]);
  },
);

test("what a check throws is its failure, with the advice of the error", async () => {
  const throwing = (error: unknown) => check("a", () => Promise.reject(error));
  expect(await findings([throwing(new ConfigurationError("It is not set", "Run: set it."))])).toEqual([
    { name: "a", status: "fail", seen: "It is not set", next: "Run: set it" },
  ]);
  expect(await findings([throwing(new TypeError("odd"))])).toEqual([{ name: "a", status: "fail", seen: "odd" }]);
});

test("a finding is on one line and holds no secret", async () => {
  rememberSecrets("hunter2-hunter2");
  const look = async () => fail("the token hunter2-hunter2\nis wrong.", "Replace hunter2-hunter2.\n");
  expect(await findings([check("a", look)])).toEqual([
    { name: "a", status: "fail", seen: "the token [secret] is wrong", next: "Replace [secret]" },
  ]);
});

import { ServerError } from "../../../provider/http/errors";
import { credentialRun, failureOf } from "../../../provider/resources/credential-run";
import { PartialFailure } from "../../../provider/resources/resource";
import type { Services } from "../../../provider/services";
import { MARK, services } from "../support";

const failed = (outcome: "not-done" | "unknown") =>
  new ServerError("server", "POST failed", "", {
    service: "Okta",
    endpoint: "POST /",
    host: "h",
    refusal: {},
    outcome,
  });

/** A run that has made all it can, and what is called to take it back. */
function run({ before = {}, broken = "", marked = false }: { before?: object; broken?: string; marked?: boolean }) {
  const calls: string[] = [];
  const call = async (name: string) => {
    calls.push(name);
    if (name === broken) throw new Error(`${name} failed`);
  };
  const on: Services = services();
  on.identityProvider().registrar.deregister = () => call("deregister");
  const made = { clientId: "0oa1", clientSecret: "s", apiKeyId: "7", apiKey: "k", binding: "stack:0oa1" };
  const it = { ...credentialRun(MARK, before, { name: "EU" }, new Set(), on), made };
  const after = (error: unknown) =>
    failureOf(it, error, {
      state: () => ({ ...made }),
      taken: async () => marked,
      removeAtWorkato: () => call("remove"),
    });
  return { after, calls, made };
}

test("what a create has made is taken back, the registration last, and the error stays as it is", async () => {
  const { after, calls } = run({});
  const error = failed("not-done");
  await expect(after(error)).resolves.toBe(error);
  expect(calls).toEqual(["remove", "deregister"]);
});

test.each([
  ["what a create may have made without our knowing", {}, "unknown"],
  ["what an update has made", { clientId: "0oa1" }, "not-done"],
] as const)("%s is recorded, and nothing is taken back", async (_, before, outcome) => {
  const { after, calls, made } = run({ before });
  const cause = failed(outcome);
  const failure = await after(cause);
  expect(failure).toBeInstanceOf(PartialFailure);
  expect(failure).toMatchObject({ id: MARK, state: made, cause });
  expect(calls).toEqual([]);
});

test("what cannot be taken back is recorded, without what was", async () => {
  const { after, calls, made } = run({ broken: "deregister" });
  const failure = await after(failed("not-done"));
  expect(failure).toMatchObject({ state: { clientId: "0oa1", clientSecret: "s" } });
  expect(String(failure)).toMatch(/POST failed.*could not be taken back.*deregister failed/);
  expect(calls).toEqual(["remove", "deregister"]);
  expect(made).toEqual({ clientId: "0oa1", clientSecret: "s" });
});

test("where Workato keeps its part, all is recorded, and the registration stays", async () => {
  const { after, calls } = run({ broken: "remove" });
  await expect(after(failed("not-done"))).resolves.toMatchObject({ state: { clientId: "0oa1", apiKeyId: "7" } });
  expect(calls).toEqual(["remove"]);
});

test.each([
  ["that has changed nothing leaves nothing to record", false, "not-done"],
  ["that may have changed something, and has not, leaves nothing to record", false, "unknown"],
  ["that has marked anything is recorded", true, "not-done"],
] as const)("a take-over %s", async (_, marked, outcome) => {
  const { after, calls } = run({ before: { clientId: "0oa1", adopting: true }, marked });
  const error = failed(outcome);
  const failure = await after(error);
  if (marked) expect(failure).toMatchObject({ id: MARK, cause: error });
  else expect(failure).toBe(error);
  expect(calls).toEqual([]);
});

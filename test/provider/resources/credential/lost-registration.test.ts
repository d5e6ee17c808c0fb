import { Marks } from "../../../../provider/api/marks";
import { ApiError } from "../../../../provider/http/errors";
import type { IdentityProvider } from "../../../../provider/idp/identity-provider";
import { endingWith } from "../../../../provider/idp/reissued";
import type { Run } from "../../../../provider/resources/credential/part";
import { registration } from "../../../../provider/resources/credential/registration";
import type { CredentialState, Patch } from "../../../../provider/resources/credential/state";
import { MARK, OWNER } from "../../support";

const failed = (outcome: "not-done" | "unknown") =>
  new ApiError("server", "POST failed", "", {
    endpoint: "POST /",
    refusal: {},
    outcome,
  });

/** An IdP that lists nothing, and what is warned of there. */
function at(idp: Partial<IdentityProvider>, more: object = {}) {
  const warnings: string[] = [];
  const marks = new Marks(
    async () => [],
    async () => undefined,
  );
  const on = {
    ...{ mark: MARK, services: { warn: (message: string) => void warnings.push(message) }, ...more },
    idp: { name: "acme", home: "https://acme.com", marks, registeredName: () => `EU (pulumi:${MARK})`, ...idp },
  } as unknown as Run;
  return { on, warnings };
}

/** What the registration yields there, and how it ends. */
async function run(before: CredentialState, idp: Partial<IdentityProvider>) {
  const inputs = { name: "EU", owner: OWNER };
  const { on, warnings } = at(idp, { before, inputs, wanted: { name: "EU" }, changedAt: { idp: true } });
  const yielded: Patch[] = [];
  try {
    // Where it is about to be registered is recorded first.
    for await (const patch of registration.converge(before, on)) {
      if (Object.keys(patch).join() !== "registeredAt") yielded.push(patch);
    }
    return { yielded, warnings };
  } catch (error) {
    return { yielded, warnings, error };
  }
}

const LOST = { clientName: `EU (pulumi:${MARK})`, at: "2026-01-02T03:04:05.000Z", identityProvider: "acme" };

test("a registration without an answer is recorded, by name and time, beside one before it", async () => {
  const error = failed("unknown");
  const { yielded, ...end } = await run({ lostRegistrations: [LOST] }, { register: () => Promise.reject(error) });
  expect(end.error).toBe(error);
  const again = { ...LOST, at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) };
  expect(yielded).toEqual([{ lostRegistrations: [LOST, again] }]);
});

test.each([
  ["that was refused", failed("not-done"), {}],
  ["whose client the mark finds", failed("unknown"), { registeredName: undefined }],
])("one %s is not", async (_, error, idp) => {
  expect(await run({}, { register: () => Promise.reject(error), ...idp })).toMatchObject({ yielded: [], error });
});

test("the next one that succeeds tells of it once", async () => {
  const { yielded, warnings } = await run(
    { lostRegistrations: [LOST] },
    { register: async () => ({ clientId: "c2" }) },
  );
  expect(warnings).toEqual([expect.stringContaining(`registration of ${LOST.at} got no answer`)]);
  expect(warnings[0]).toContain(`a client "${LOST.clientName}" is there`);
  expect(yielded).toEqual([expect.objectContaining({ clientId: "c2", lostRegistrations: undefined })]);
});

test("a token that an answer brought before a later call failed is kept", async () => {
  const error = endingWith(failed("not-done"), { registrationAccessToken: "rat-2" });
  const before = { clientId: "c1", registeredAt: "https://acme.com", registrationAccessToken: "rat-1" };
  expect(await run(before, { update: () => Promise.reject(error) })).toMatchObject({
    yielded: [{ registrationAccessToken: "rat-2" }],
    error,
  });
});

test("a delete of what was never registered tells of it too", async () => {
  const { on, warnings } = at({});
  await registration.remove?.({ lostRegistrations: [LOST] }, on);
  expect(warnings).toEqual([expect.stringContaining(`a client "${LOST.clientName}" is there`)]);
});

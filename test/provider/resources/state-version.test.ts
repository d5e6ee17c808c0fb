import { PartialFailure } from "../../../provider/resources/failure";
import { httpConnection } from "../../../provider/resources/http-connection";
import { operationsOf } from "../../../provider/resources/operations";
import { requireReadable } from "../../../provider/resources/state-version";
import { version } from "../../../provider/version";
import { OWNER, services } from "../support";

/** A kind whose states older versions would read with loss: this one, as a later version may have it. */
const neededVersion = version;
const state = { name: "Okta", owner: OWNER, connectionId: "7" };
const operations = operationsOf({
  ...httpConnection,
  neededVersion,
  create: async () => ({ id: "7", state }),
  read: async () => state,
  update: async () => state,
  import: async () => ({ id: "7", state }),
})(async () => services());

test.each<[string, () => Promise<{ neededVersion?: unknown } | undefined>]>([
  ["a create", async () => (await operations.create({ name: "Okta" })).state],
  ["a read", async () => (await operations.read("7", state))?.state],
  ["an update", () => operations.update("7", state, state)],
  ["an import", async () => (await operations.import("7", OWNER))?.state],
])("%s leaves a state that names the version that it needs", async (_, work) => {
  expect(await work()).toEqual({ ...state, neededVersion });
});

test("so does one that fails halfway", async () => {
  const update = async () => Promise.reject(new PartialFailure("7", state, new Error("cut")));
  const failing = operationsOf({ ...httpConnection, neededVersion, update })(async () => services());
  await expect(failing.update("7", state, state)).rejects.toMatchObject({ state: { ...state, neededVersion } });
});

const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);

test.each([version, "0.0.1", "0.0.10", undefined])("a state that needs %s is read", (needed) => {
  expect(() => requireReadable({ neededVersion: needed })).not.toThrow();
});

test.each([`${major}.${minor}.${patch + 10}`, `${major}.${minor + 10}.0`, `${major + 1}.0.0`, `${major + 10}.0.0`])(
  "a state that needs %s is refused",
  (needed) => {
    expect(() => requireReadable({ neededVersion: needed })).toThrow(`Install pulumi-workato-dcr ${needed} or newer`);
  },
);

import { hasUnknown, isUnknownAt, type Path, UNKNOWN } from "../../../provider/lifecycle/unknown";

const inputs = {
  name: "Okta",
  connection: { id: UNKNOWN },
  ids: ["1", UNKNOWN],
  auth: UNKNOWN,
  left: null,
};

test.each<[Path, boolean]>([
  [["name"], false],
  [["name", "length"], false],
  [["connection"], false],
  [["connection", "id"], true],
  [["connection", "id", "deeper"], true],
  [["ids", 0], false],
  [["ids", 1], true],
  [["ids", 2], false],
  [["auth"], true],
  [["auth", "headers", "Authorization"], true],
  [["left", "below"], false],
  [["absent", "below"], false],
])("the value at %j is unknown: %s", (path, unknown) => {
  expect(isUnknownAt(inputs, path)).toBe(unknown);
});

test.each([
  [UNKNOWN, true],
  [["1", UNKNOWN], true],
  [{ a: { b: [{ c: UNKNOWN }] } }, true],
  [{ a: { b: ["c"] } }, false],
  [`${UNKNOWN} `, false],
  [null, false],
  [undefined, false],
  [0, false],
])("%j holds something unknown: %s", (value, unknown) => {
  expect(hasUnknown(value)).toBe(unknown);
});

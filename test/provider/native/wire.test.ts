import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { UNKNOWN } from "../../../provider/lifecycle/unknown";
import { received, sent } from "../../../provider/native/wire";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const secret = (value: unknown) => ({ [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", value });
const output = (more: object) => ({ [SIGNATURE]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", ...more });
const wire = (values: object) => Struct.fromJavaScript(values as Parameters<typeof Struct.fromJavaScript>[0]);

test.each<[string, object, object, string[]]>([
  ["plain values", { a: "x", b: [1, true], c: { d: "e" } }, { a: "x", b: [1, true], c: { d: "e" } }, []],
  ["what is null", { a: null, b: { c: null, d: 1 } }, { b: { d: 1 } }, []],
  ["a secret", { a: secret("x") }, { a: "x" }, ["a"]],
  ["a secret within", { a: { b: [secret("x")] } }, { a: { b: ["x"] } }, ["a"]],
  ["an unknown text", { a: UNKNOWN }, { a: UNKNOWN }, []],
  ["an unknown number", { a: "3eeb2bf0-c639-47a8-9e75-3b44932eb421" }, { a: UNKNOWN }, []],
  ["an unknown list", { a: { b: "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2" } }, { a: { b: UNKNOWN } }, []],
  ["an output", { a: output({ value: "x", secret: true }) }, { a: "x" }, ["a"]],
  ["an output that is not known", { a: output({}) }, { a: UNKNOWN }, []],
  ["what a moved state holds of the dynamic provider", { a: 1, __provider: "exports…" }, { a: 1 }, []],
])("takes %s from the wire", (_, values, expected, secrets) => {
  const seen = received(wire(values));
  expect(seen.values).toEqual(expected);
  expect([...seen.secrets]).toEqual(secrets);
});

test("marks secrets, and leaves out what is not there", () => {
  const struct = sent({ a: "x", b: undefined, c: { d: undefined, e: 1 }, f: "y" }, ["f", "b"]);
  expect(struct.toJavaScript()).toEqual({ a: "x", c: { e: 1 }, f: secret("y") });
});

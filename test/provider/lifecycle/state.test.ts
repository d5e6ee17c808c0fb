import { managed, orRecorded, orReset } from "../../../provider/lifecycle/state";

test.each([
  ["a value is sent", {}, "new", "new"],
  ["a changed value is sent", { email: "old" }, "new", "new"],
  ["a value that was removed is reset", { email: "old" }, undefined, null],
  ["a value that was never set is not sent", {}, undefined, undefined],
  [
    "a value that was taken over with an object, and that the program does not name, stays",
    { email: undefined },
    undefined,
    undefined,
  ],
])("%s", (_, state, value, sent) => {
  expect(orReset(state, "email", value)).toBe(sent);
});

test.each([
  ["what the program manages is taken from the server", { email: "old" }, "by hand"],
  ["what the program does not manage stays out of the state", {}, undefined],
])("%s", (_, state, seen) => {
  expect(managed(state, "email", "by hand")).toBe(seen);
});

test.each([
  ["an answer that does not tell leaves it", undefined, "recorded"],
  ["an answer that tells of none takes it away", null, undefined],
  ["an answer that tells is believed", "other", "other"],
])("%s", (_, value, seen) => {
  expect(orRecorded("recorded", value)).toBe(seen);
});

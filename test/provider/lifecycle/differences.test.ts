import { z } from "zod";
import { differences } from "../../../provider/lifecycle/differences";
import type { Properties } from "../../../provider/lifecycle/properties";

const any = z.unknown();
const properties: Properties = {
  name: { schema: any, compared: "exact" },
  scopes: { schema: any, compared: "set" },
  addresses: { schema: any, compared: "addresses" },
  triggers: { schema: any, compared: "exact" },
  auth: { schema: any, compared: "exact", secret: true },
};

test.each<[string, string, unknown, unknown, string[]]>([
  ["a text", "name", "a", "b", ["update name"]],
  ["what is new", "name", undefined, "b", ["add name"]],
  ["what is gone", "name", "a", undefined, ["delete name"]],
  ["an item more", "scopes", ["a"], ["a", "b"], ["add scopes[1]"]],
  ["an item less", "scopes", ["a", "b"], ["b"], ["delete scopes[0]"]],
  ["an item in another's place", "scopes", ["a", "b"], ["a", "c"], ["update scopes[1]"]],
  ["the order of a set, with an item more", "scopes", ["a", "b"], ["b", "a", "c"], ["add scopes[2]"]],
  ["the case of an address, with one less", "addresses", ["FE80::1", "::2"], ["fe80::1"], ["delete addresses[1]"]],
  ["a key", "triggers", { quarter: "Q3" }, { quarter: "Q4" }, ["update triggers.quarter"]],
  ["a key that is no word", "triggers", {}, { "a.b": 1 }, ['add triggers["a.b"]']],
  [
    "the order of a list alone",
    "triggers",
    { list: ["a", "b"] },
    { list: ["b", "a"] },
    ["update triggers.list[0]", "update triggers.list[1]"],
  ],
  ["a list that becomes a text", "triggers", ["a"], "a", ["update triggers"]],
  ["a secret, of which no more is told", "auth", { headers: { A: "1" } }, { headers: { A: "2" } }, ["update auth"]],
])("%s", (_, name, was, wanted, expected) => {
  const found = differences(properties, [name], { [name]: was }, { [name]: wanted });
  expect(found.map(({ kind, path }) => `${kind} ${path}`)).toEqual(expected);
});

import { absent, valuesAt } from "../../../provider/lifecycle/references";
import { UNKNOWN } from "../../../provider/lifecycle/unknown";

const connection = (id: unknown) => ({ connection: { id } });

test.each<[string, unknown, readonly string[], [string, string][]]>([
  ["a value", connection("7"), ["connection", "id"], [["connection.id", "7"]]],
  ["a value that is not known yet", connection(UNKNOWN), ["connection", "id"], []],
  ["what is not known as a whole", { connection: UNKNOWN }, ["connection", "id"], []],
  ["what is not there", {}, ["connection", "id"], []],
  ["what is null", { connection: null }, ["connection", "id"], []],
  [
    "a list of which one is not known",
    { ids: ["1", UNKNOWN, "3"] },
    ["ids"],
    [
      ["ids[0]", "1"],
      ["ids[2]", "3"],
    ],
  ],
  ["an empty list", { ids: [] }, ["ids"], []],
  ["a list that is not known", { ids: UNKNOWN }, ["ids"], []],
])("%s is looked for where it is known", (_, inputs, path, expected) => {
  expect(valuesAt(inputs, path)).toEqual(expected.map(([property, value]) => ({ property, value })));
});

const there = [
  { id: "1", name: "Orders" },
  { id: "2", name: "Inventory" },
];

test.each<[string[], typeof there, [string, string][]]>([
  [["1", "2"], there, []],
  [["1", "13"], there, [["ids[1]", 'no 13 but "Inventory" (id 2), "Orders" (id 1)']]],
  [["13"], [], [["ids[0]", "no 13 but there is none at all"]]],
])("of %j, what is not among %j is told at its path, with what there is", (ids, rows, expected) => {
  const named = valuesAt({ ids }, ["ids"]);
  const problems = absent(named, rows, (value, all) => `no ${value} but ${all}`);
  expect(problems).toEqual(expected.map(([property, reason]) => ({ property, reason })));
});

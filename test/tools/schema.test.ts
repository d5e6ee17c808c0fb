import manifest from "../../package.json";
import schema from "../../schema.json";
import { buildSchema } from "../../tools/schema/build";

test("the committed schema is what the properties and the SDK say by now: npm run schema", () => {
  expect(buildSchema(manifest)).toEqual(schema);
});

interface Described {
  description?: string;
  properties?: Record<string, Described>;
  inputProperties?: Record<string, Described>;
  outputs?: Described;
}

const undescribed = (at: string, it: Described): string[] => [
  ...(it.description ? [] : [at]),
  ...Object.entries({ ...it.properties, ...it.inputProperties }).flatMap(([name, inner]) =>
    undescribed(`${at}.${name}`, inner),
  ),
  ...(it.outputs ? undescribed(`${at}()`, it.outputs) : []),
];

test("everything that a user can set or read is described", () => {
  const all: Record<string, Described> = { ...schema.types, ...schema.resources, ...schema.functions };
  const lists = /getApiCollections\(\)$|getDcrProviders\(\)$/;
  const missing = Object.entries(all).flatMap(([name, it]) => undescribed(name, it));
  expect(missing.filter((at) => !lists.test(at))).toEqual([]);
});

test.each(Object.entries(schema.resources))(
  "%s hides its secrets, and takes the place of its dynamic twin",
  (token, it) => {
    const secrets = Object.entries({ ...it.inputProperties, ...it.properties }).flatMap(([name, value]) =>
      "secret" in value ? [name] : [],
    );
    const expected = { HttpConnection: ["auth", "tls"], DcrProvider: [] }[token.split(":")[2] ?? ""];
    expect(secrets.sort()).toEqual(expected ?? ["apiKey", "clientSecret", "registrationAccessToken"]);
    expect(it.aliases).toEqual([{ type: token.replace("workato-dcr:index", "pulumi-nodejs:dynamic/workato") }]);
  },
);

test("each key of the configuration that the sources read is a setting of the provider", () => {
  const { readdirSync, readFileSync } = require("node:fs") as typeof import("node:fs");
  const sources = readdirSync("provider", { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const keys = sources.flatMap((file) => [
    ...readFileSync(`provider/${file}`, "utf8").matchAll(/"workato-dcr:([A-Za-z]+)"/g),
  ]);
  const missing = keys.map(([, key = ""]) => key).filter((key) => !(key in schema.config.variables));
  expect(missing).toEqual([]);
  expect(keys.length).toBeGreaterThan(8);
});

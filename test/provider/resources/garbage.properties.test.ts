import fc from "fast-check";
import { kinds, type Properties, services } from "../support";
import { changed, json, positions, somePositions, validInputs } from "./arbitraries";

type Name = keyof typeof kinds;

const cases = (Object.keys(kinds) as Name[]).flatMap((name) =>
  (["stack", "workato"] as const).map((store) => [name, store] as const),
);

const isText = (value: unknown) => typeof value === "string" && value.trim() !== "";
const isId = (value: unknown) => /^[1-9]\d*$/.test(String(value)) && ["string", "number"].includes(typeof value);
const isObject = (value: unknown): value is Properties =>
  value !== null && typeof value === "object" && !Array.isArray(value);
const isRef = (value: unknown) => isObject(value) && typeof value.dcrProviderId === "string";

/** For each required property, what any accepted value is at the least. */
const required: Record<Name, Record<string, (value: unknown) => boolean>> = {
  HttpConnection: {
    name: isText,
    baseUrl: (value) => isText(value) && /^https?:/i.test(String(value).trim()),
    auth: (value) => isObject(value) && isText(value.type),
  },
  DcrProvider: {
    name: isText,
    authenticationMethod: (value) => value === "oidc" || value === "introspection",
  },
  ApiClient: {
    name: isText,
    apiCollectionIds: (value) => Array.isArray(value) && value.every(isId),
    dcrProvider: isRef,
  },
  ApiClientCredential: {
    name: isText,
    apiClient: (value) => isObject(value) && typeof value.id === "string" && isRef(value.dcrProvider),
  },
};

const bag = fc.dictionary(fc.string(), json, { noNullPrototype: true });

describe.each(cases)("%s with the store %s", (name, store) => {
  const kind = kinds[name];
  const on = services({ store });
  const valid = validInputs[name][store];

  test("takes no bag of anything for its inputs, and falls over none", () => {
    fc.assert(
      fc.property(bag, bag, (olds, news) => {
        expect(kind.check(news, on, olds).problems).not.toEqual([]);
      }),
    );
  });

  test("falls over nothing that stands where something else should", () => {
    const broken = valid.chain((inputs) =>
      fc
        .tuple(somePositions(inputs, 1), fc.array(json, { minLength: 1, maxLength: 3 }))
        .map(([paths, values]) => changed(inputs, paths, (index) => values[index % values.length]) as Properties),
    );
    fc.assert(
      fc.property(broken, (inputs) => {
        const { problems } = kind.check(inputs, on);
        for (const { property, reason } of problems) {
          expect(property).not.toBe("");
          expect(reason).not.toBe("");
        }
      }),
    );
  });

  test("hands on inputs that the engine's wire format knows", () => {
    fc.assert(
      fc.property(valid, (inputs) => {
        const checked = kind.check(inputs, on).inputs;
        expect(checked).toStrictEqual(JSON.parse(JSON.stringify(checked)));
        expect(positions(checked).length).toBeGreaterThan(0);
      }),
    );
  });

  test.each(Object.keys(required[name]))("accepts no garbage for %s", (property) => {
    const isRight = required[name][property] ?? (() => false);
    fc.assert(
      fc.property(valid, json, (inputs, value) => {
        const accepted = kind.check({ ...inputs, [property]: value }, on).problems.length === 0;
        expect(!accepted || isRight(value)).toBe(true);
      }),
    );
  });
});

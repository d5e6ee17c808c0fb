import fc from "fast-check";
import { propertyPath } from "../../../provider/lifecycle/check";
import { hasUnknown, type Path } from "../../../provider/lifecycle/unknown";
import { kinds, type Properties, services } from "../support";
import { changed, json, somePositions, validInputs, withUnknown } from "./arbitraries";

type Name = keyof typeof kinds;

const cases = (Object.keys(kinds) as Name[]).flatMap((name) =>
  (["stack", "workato"] as const).map((store) => [name, store] as const),
);

/** Inputs with a random part of them wrong: replaced by anything, or left out. */
function withMistakes(valid: fc.Arbitrary<Properties>): fc.Arbitrary<Properties> {
  const wrong = fc.oneof(
    fc.constantFrom<unknown>("", " ", 0, -1, 1.5, true, [], {}, [""], "../x", "http://example.com", undefined),
    json,
  );
  return valid.chain((inputs) =>
    fc
      .tuple(somePositions(inputs, 1), fc.array(wrong, { minLength: 1, maxLength: 4 }))
      .map(([paths, values]) => changed(inputs, paths, (index) => values[index % values.length]) as Properties),
  );
}

const lies = (property: string, path: Path) => {
  const at = propertyPath(path, []);
  return property === at || property.startsWith(`${at}.`) || property.startsWith(`${at}[`);
};

describe.each(cases)("%s with the store %s", (name, store) => {
  const kind = kinds[name];
  const on = services({ store });
  const valid = validInputs[name][store];

  test("accepts what is right, and checks it to the same again", () => {
    fc.assert(
      fc.property(valid, (inputs) => {
        const first = kind.check(inputs, on);
        expect(first.problems).toEqual([]);
        expect(kind.check(first.inputs, on)).toEqual(first);
      }),
    );
  });

  test("needs no update where everything is there and nothing was changed", async () => {
    const made = {
      ...{ clientId: "0oa1", clientSecret: "secret", apiKeyId: "1", apiKey: "key", boundTo: "b", apiClientId: "7" },
      ...{ store, claimId: "ocl1", verifiedAsApplied: true },
    };
    await fc.assert(
      fc.asyncProperty(valid, async (inputs) => {
        const checked = kind.check(inputs, on).inputs;
        expect(await kind.needsUpdate({ ...checked, ...made }, checked)).toBe(false);
      }),
    );
  });

  test("fails no preview for what is unknown, wherever it is", async () => {
    const some = valid.chain((inputs) => fc.tuple(fc.constant(inputs), somePositions(inputs, 1)));
    await fc.assert(
      fc.asyncProperty(some, async ([inputs, paths]) => {
        const { inputs: preview, problems } = kind.check(withUnknown(inputs, paths), on);
        expect(problems).toEqual([]);
        const needed = await kind.needsUpdate(kind.check(inputs, on).inputs, preview);
        // What counts at creation only is no change, and a part of a provider's ref that is no concern is gone by now.
        const { adopt, ...rest } = preview;
        if (hasUnknown(rest)) expect(needed).toBe(true);
      }),
    );
  });

  test("reports before apply nothing but what it reports at apply, and nothing that is unknown", () => {
    const some = withMistakes(valid).chain((inputs) =>
      fc.tuple(fc.constant(inputs), somePositions(inputs), fc.constantFrom<Properties>({}, { nmae: "x" })),
    );
    fc.assert(
      fc.property(some, ([inputs, paths, misspelt]) => {
        const early = kind.check({ ...withUnknown(inputs, paths), ...misspelt }, on).problems;
        const late = kind.check({ ...inputs, ...misspelt }, on).problems;
        // Of an IdP that is not configured, nothing is said but that; while its name is unknown, it may be the one that there is.
        fc.pre(!late.some(({ property }) => property === "identityProvider"));
        expect(late).toEqual(expect.arrayContaining(early));
        // That there is no property of a name is known, whatever its value.
        const ofValues = early.filter(({ reason }) => !reason.includes("no such property"));
        expect(ofValues.filter(({ property }) => paths.some((path) => lies(property, path)))).toEqual([]);
      }),
    );
  });
});

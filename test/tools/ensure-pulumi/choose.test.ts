import { choose, type Found, isNewEnough, OLDEST } from "../../../tools/ensure-pulumi/choose";

const pinned = "3.259.0";
const onPath = (version: string): Found => ({ path: "/usr/bin/pulumi", version });
const cached = (version: string): Found => ({ path: "/cache/pulumi", version });
const notOnPath: Found = { missing: "not on PATH" };
const notCached: Found = { missing: "not in the cache" };

test.each<[string, Found, Found, string | undefined, string]>([
  ["PATH first", onPath("3.300.0"), cached(pinned), "/usr/bin/pulumi", "version 3.300.0, on PATH"],
  ["the oldest that will do", onPath(OLDEST), notCached, "/usr/bin/pulumi", "on PATH"],
  ["the cache when PATH has none", notOnPath, cached(pinned), "/cache/pulumi", "from the cache; not on PATH"],
  ["the cache when PATH's is too old", onPath("3.180.9"), cached(pinned), "/cache/pulumi", "3.180.9, is older than"],
  ["none when both are missing", notOnPath, notCached, undefined, "not on PATH; not in the cache"],
  ["none when both are of no use", onPath("2.0.0"), cached("3.258.0"), undefined, "is 3.258.0, not 3.259.0"],
])("takes %s", (_, path, cache, taken, because) => {
  const choice = choose(path, cache, pinned);
  expect(choice.path).toBe(taken);
  expect(choice.because).toContain(because);
});

test.each([
  ["3.181.0", true],
  ["v3.181.0", true],
  ["3.180.99", false],
  ["3.1810.0", true],
  ["4.0.0", true],
  ["2.999.0", false],
  ["v3.200.0-dev.1", true],
  ["", false],
  ["unknown", false],
])("%j is new enough: %s", (version, enough) => {
  expect(isNewEnough(version, "3.181.0")).toBe(enough);
});

test.each([
  ["go1.25.11", true],
  ["go1.25.9", false],
  ["go1.26", true],
  ["go1.19", false],
])("%s can build: %s", (version, enough) => {
  expect(isNewEnough(version, "1.25.11")).toBe(enough);
});

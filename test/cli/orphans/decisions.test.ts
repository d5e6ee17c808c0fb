import { doubtsOf } from "../../../cli/orphans/doubts";
import { readExport } from "../../../cli/orphans/export";
import type { Kind, Marked } from "../../../cli/orphans/find";
import { judge } from "../../../cli/orphans/judge";
import { isMeant, meanings, parseFull } from "../../../cli/orphans/names";
import type { ReadStack } from "../../../cli/orphans/stacks";
import { ProviderError } from "../../../provider/errors";

const DYNAMIC = "pulumi-nodejs:dynamic/workato:";
const [A, B] = ["aaaaaaaa", "bbbbbbbb"];
const owner = (part: string, resource = "1") => `${part}.${resource.repeat(12)}`;
const mark = (part: string, resource = "1", instance = "000001") => `${owner(part, resource)}.${instance}`;

const exportOf = (resources?: unknown, pending_operations?: unknown) =>
  JSON.stringify({ version: 3, deployment: { resources, pending_operations } });
const read = (resources?: unknown, pending?: unknown) => readExport(exportOf(resources, pending), "some.json");
const ours = (kind: string, more: object) => ({
  type: `${DYNAMIC}${kind}`,
  urn: `urn:pulumi:dev::shop::${DYNAMIC}${kind}::orders`,
  ...more,
});

const client = ours("ApiClient", { id: mark(A), outputs: { apiClientId: "1", apiKeyId: "2", clientId: "0oa1" } });
const credential = ours("ApiClientCredential", {
  id: mark(A, "2"),
  outputs: { apiClientId: "1", apiKeyId: "3", clientId: "0oa2" },
});
const connection = ours("HttpConnection", { id: "5", outputs: { ownershipMark: mark(A, "3"), connectionId: "5" } });
const killed = { type: "creating", resource: ours("ApiClient", { inputs: { owner: owner(A, "4") } }) };

describe("what a stack owns", () => {
  it.each<[string, unknown, unknown, string[]]>([
    ["nothing, empty", undefined, undefined, []],
    ["nothing, without resources", [], [], []],
    ["by the id of a client", [client], null, [owner(A)]],
    ["by the output of a connection", [connection], null, [owner(A, "3")]],
    ["by the native adapter's", [{ ...client, type: "workato-dcr:index:ApiClient" }], null, [owner(A)]],
    [
      "by both, the stored and a renamed stack's",
      [{ ...client, inputs: { owner: owner(B) } }],
      null,
      [owner(A), owner(B)],
    ],
    ["what is being made", null, [killed], [owner(A, "4")]],
    ["what is being changed", null, [{ type: "updating", resource: client }], [owner(A)]],
    ["nothing of others", [{ ...client, type: "aws:s3/bucket:Bucket" }], null, []],
    ["nothing by an id that is no mark", [{ ...client, id: "12" }], null, []],
  ])("%s", (_, resources, operations, owners) => {
    expect(read(resources, operations).owners.map((it) => it.owner)).toEqual(owners);
  });

  it.each(["", "{", "[]", "null", "{}", exportOf({}), exportOf([{ id: "1" }]), exportOf([], [{}])])(
    "cannot be told by %j",
    (text) => {
      expect(() => readExport(text, "some.json")).toThrow("some.json is not a stack export");
    },
  );
});

const object = (kind: Kind, id: string, itsMark: string, keys?: string[]) =>
  ({ kind, id, mark: itsMark, ...(keys && { keys }) }) as Marked;
const stack = (origin: string, parts: string[], named: boolean, resources: unknown[] = [], pending: unknown[] = []) => {
  const state = readExport(exportOf(resources, pending), origin);
  return { ...state, from: "pulumi", named, parts } as ReadStack;
};
const there = [
  object("API key", "2", mark(A)),
  object("API key", "3", mark(A, "2")),
  object("API client", "1", mark(A), ["2", "3"]),
  object("OAuth client", "0oa1", mark(A)),
  object("OAuth client", "0oa2", mark(A, "2")),
  object("connection", "5", mark(A, "3")),
];
/** What becomes of one object beside those that are there: the reason behind an orphan, or `left: ` and whose it is. */
const verdict = (it: Marked, stacks: ReadStack[], others = there) => {
  const { orphans, leftAlone } = judge([...others, it], stacks);
  const found = orphans.find((one) => one.object === it);
  const left = leftAlone.find((one) => one.object === it);
  return found?.because ?? (left && `left: ${left.because}`);
};
const HELD = undefined;
const dev = stack("dev", [A], true, [client, credential, connection]);

describe("an object", () => {
  const second = "000002";
  it.each<[string, string | undefined, Marked, ReadStack[]]>([
    ["of no resource", "no state of dev holds it", object("API client", "9", mark(A, "9"), []), [dev]],
    [
      "of a stack that is gone",
      "no state of old holds it",
      object("API client", "9", mark(B), []),
      [dev, stack("old", [B], true)],
    ],
    [
      "beside its owner's",
      "a former instance: orders of dev has API client 1 by now",
      object("API client", "9", mark(A), []),
      [dev],
    ],
    [
      "of a former instance",
      "a former instance: orders of dev has API key 2 by now",
      object("API key", "9", mark(A, "1", second)),
      [dev],
    ],
    [
      "beside a credential's key",
      "a former instance: orders of dev has API key 3 by now",
      object("API key", "9", mark(A, "2")),
      [dev],
    ],
    [
      "beside a connection",
      "a former instance: orders of dev has connection 5 by now",
      object("connection", "9", mark(A, "3")),
      [dev],
    ],
    ["that its owner holds", HELD, object("API client", "1", mark(A), []), [dev]],
    ["that a state holds, whatever its mark", HELD, object("API key", "2", mark(A, "9")), [dev]],
    [
      "of what is being made",
      HELD,
      object("API client", "9", mark(A, "4")),
      [stack("dev", [A], true, [client], [killed])],
    ],
    [
      "of what is being changed",
      HELD,
      object("API key", "9", mark(A)),
      [stack("dev", [A], true, [client], [{ type: "updating", resource: client }])],
    ],
    [
      "whose id a state holds encrypted",
      HELD,
      object("API client", "9", mark(A)),
      [stack("dev", [A], true, [{ ...client, outputs: { apiClientId: { ciphertext: "v1" } } }])],
    ],
    [
      "that its owner lacks",
      HELD,
      object("API key", "9", mark(A)),
      [stack("dev", [A], true, [{ ...client, outputs: { apiClientId: "1" } }])],
    ],
    [
      "of a client whose credential alone is left",
      HELD,
      object("API client", "1", mark(A, "9")),
      [stack("dev", [A], true, [credential])],
    ],
    [
      "that a DCR provider uses by its id",
      HELD,
      object("connection", "8", mark(A, "9")),
      [stack("dev", [A], true, [ours("DcrProvider", { inputs: { connection: { id: "8" }, owner: owner(A, "5") } })])],
    ],
    [
      "that is being adopted",
      HELD,
      object("API client", "8", mark(A, "9")),
      [
        stack(
          "dev",
          [A],
          true,
          [],
          [{ type: "creating", resource: ours("ApiClient", { inputs: { adopt: { apiClientId: 8 } } }) }],
        ),
      ],
    ],
    [
      "of a stack that nobody knows",
      "left: of a stack that is not known here",
      object("API client", "9", mark(B)),
      [dev],
    ],
    [
      "of a stack that was not named",
      "left: may be of prod",
      object("API client", "9", mark(B)),
      [dev, stack("prod", [B], false)],
    ],
    [
      "of a part that a stack that was not named has as well",
      "left: may be of prod",
      object("API client", "9", mark(A, "9")),
      [dev, stack("prod", [A, B], false)],
    ],
    [
      "that was moved to a stack that was not named",
      "left: prod holds it",
      object("API client", "7", mark(A, "7")),
      [dev, stack("prod", [A, B], false, [ours("ApiClient", { id: mark(A, "7"), outputs: { apiClientId: "7" } })])],
    ],
    [
      "that was moved to a stack that is named",
      HELD,
      object("API client", "7", mark(A, "7")),
      [dev, stack("prod", [A, B], true, [ours("ApiClient", { id: mark(A, "7"), outputs: { apiClientId: "7" } })])],
    ],
    [
      "with a key that is in use",
      "left: its API key 3 is no orphan, and would go with it",
      object("API client", "9", mark(A, "9"), ["3"]),
      [dev],
    ],
    [
      "with a key that carries no mark",
      "left: its API key 77 is no orphan, and would go with it",
      object("API client", "9", mark(A, "9"), ["77"]),
      [dev],
    ],
  ])("%s", (_, expected, it, stacks) => {
    expect(verdict(it, stacks)).toBe(expected);
  });

  it.each<Kind>(["API client", "API key", "OAuth client"])(
    "is no orphan of the kind %s whose owner's own one is gone: the state may be older than its successor",
    (kind) => {
      const others = there.filter((it) => it.kind !== kind);
      expect(verdict(object(kind, "9", mark(A)), [dev], others)).toBe(HELD);
    },
  );
});

describe("deletion is doubted", () => {
  const FILE = { from: "file", named: true } as const;
  const listed = { all: ["acme/shop/dev"] };
  const one = (more: object = {}, resources: unknown[] = [client], pending: unknown[] = []): ReadStack => ({
    ...stack("x.json", [A], true, resources, pending),
    ...more,
  });
  const error = new ProviderError("stack_export", "The state of prod cannot be read");

  it.each<[string, string[], ReadStack, Marked[], object]>([
    ["not where something carries its mark", [], one(FILE), [object("API key", "9", mark(A))], listed],
    [
      "not where one of its objects is there under another mark",
      [],
      one(FILE),
      [object("API key", "2", mark(B))],
      listed,
    ],
    ["not where nothing carries any mark", [], one(FILE), [], listed],
    ["not of a backend without organizations and projects", [], one(FILE), [], { all: ["dev"] }],
    ["not for an empty stack that is named", [], one({}, []), there, listed],
    [
      "not for the killed creation of a stack that is not named",
      [],
      one({ named: false }, [client], [killed]),
      there,
      listed,
    ],
    ["where a file holds nothing of ours", ["holds no resource"], one(FILE, []), there, listed],
    ["where nothing of it is there", ["Neither Workato nor Okta"], one(), [object("API key", "9", mark(B))], listed],
    [
      "where the backend does not know the stack of a file",
      ["knows no stack shop/dev"],
      one(FILE),
      there,
      { all: ["acme/shop/prod"] },
    ],
    ["while something is made", ["under way, or were killed: orders"], one({}, [client], [killed]), there, listed],
    ["where the stacks cannot be listed", ["which other stacks hold"], one(FILE), there, { all: [], unlisted: error }],
  ])("%s", (_, told, it, marked, directory) => {
    const doubts = doubtsOf({ stacks: [it], unread: [] }, directory as { all: string[] }, marked);
    expect(doubts.map(({ message }) => message)).toEqual(told.map((text) => expect.stringContaining(text)));
  });

  test("where another stack cannot be read", () => {
    expect(doubtsOf({ stacks: [], unread: [error] }, listed, [])).toEqual([error]);
  });
});

describe("a stack is named", () => {
  const all = ["acme/shop/dev", "acme/shop/prod", "acme/other/dev", "beta/shop/dev"];
  it.each<[string, string | undefined, string[]]>([
    ["acme/shop/dev", undefined, ["acme/shop/dev"]],
    ["shop/prod", undefined, ["acme/shop/prod"]],
    ["shop/dev", undefined, ["acme/shop/dev", "beta/shop/dev"]],
    ["prod", "shop", ["acme/shop/prod"]],
    ["acme/dev", "shop", ["acme/shop/dev"]],
    ["dev", "other", ["acme/other/dev"]],
    ["prod", undefined, []],
    ["gone", "shop", []],
    ["acme/shop/dev/x", "shop", []],
    ["", "shop", []],
    ["shop/", "shop", []],
  ])("%j in the project %s", (given, project, found) => {
    const meant = meanings(given, project);
    expect(all.filter((full) => meant.some((it) => isMeant(parseFull(full), it)))).toEqual(found);
  });
});

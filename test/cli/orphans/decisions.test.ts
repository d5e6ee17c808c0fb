import { doubtsOf } from "../../../cli/orphans/doubts";
import { readExport } from "../../../cli/orphans/export";
import { type Kind, type Marked, orphansOf } from "../../../cli/orphans/find";

const TYPE = "pulumi-nodejs:dynamic/workato:ApiClient";
const exportOf = (resources?: unknown, pending_operations?: unknown) =>
  JSON.stringify({ version: 3, deployment: { resources, pending_operations } });
const read = (resources?: unknown, pending?: unknown) => readExport(exportOf(resources, pending), "some.json");
const pending = (type: string, resource: object) => ({ type, resource: { type: TYPE, ...resource } });

describe("the marks that a stack owns", () => {
  it.each<[string, unknown, unknown, string[]]>([
    ["of an empty stack", undefined, undefined, []],
    ["of one without resources", [], [], []],
    ["of inputs", [{ type: TYPE, inputs: { ownershipMark: "a", name: "n" } }], null, ["a"]],
    ["of outputs", [{ type: TYPE, outputs: { ownershipMark: "b" } }], null, ["b"]],
    ["of both, once", [{ type: TYPE, inputs: { ownershipMark: "a" }, outputs: { ownershipMark: "a" } }], null, ["a"]],
    ["of what is being made", null, [pending("creating", { inputs: { ownershipMark: "a" } })], ["a"]],
    ["of what is being changed", null, [pending("updating", { inputs: { ownershipMark: "a" } })], ["a"]],
    ["of others' resources, none", [{ type: "aws:s3/bucket:Bucket", inputs: { ownershipMark: "a" } }], null, []],
  ])("%s", (_, resources, operations, marks) => {
    expect(read(resources, operations).owners.map(({ mark }) => mark)).toEqual(marks);
  });

  it.each(["", "{", "[]", "null", "{}", exportOf({}), exportOf([{ id: "1" }]), exportOf([], [{}])])(
    "are not to be had from %j",
    (text) => {
      expect(() => readExport(text, "some.json")).toThrow("some.json is not a stack export");
    },
  );
});

describe("an orphan", () => {
  const client = { type: TYPE, outputs: { ownershipMark: "a", apiClientId: "1", apiKeyId: "2", clientId: "0oa1" } };
  const renewing = pending("updating", { inputs: { ownershipMark: "a" }, outputs: client.outputs });
  const connection = { type: TYPE, outputs: { ownershipMark: "a", connectionId: "5" } };
  const hidden = { type: TYPE, outputs: { ownershipMark: "a", apiClientId: { ciphertext: "v1" } } };
  const credential = { type: `${TYPE}Credential`, outputs: { ownershipMark: "a", apiClientId: "1", apiKeyId: "3" } };

  const owned = [
    ["API client", "1"],
    ["API key", "2"],
    ["API key", "3"],
    ["OAuth client", "0oa1"],
    ["connection", "5"],
  ].map(([kind, id]) => ({ mark: "a", kind, id }) as Marked);

  it.each<[string, boolean, [string, Kind, string], unknown[], unknown[]]>([
    ["is what nobody owns", true, ["b", "API client", "1"], [client], []],
    ["is a second API client", true, ["a", "API client", "9"], [client], []],
    ["is a second API key", true, ["a", "API key", "9"], [client], []],
    ["is a second registration", true, ["a", "OAuth client", "0oa9"], [client], []],
    ["is a second connection", true, ["a", "connection", "9"], [connection], []],
    ["is a second key of a credential", true, ["a", "API key", "9"], [credential], []],
    ["is not what its owner has", false, ["a", "API client", "1"], [client], []],
    ["is not a key of a credential", false, ["a", "API key", "3"], [credential], []],
    ["is not what its owner lacks", false, ["a", "OAuth client", "0oa9"], [credential], []],
    ["is not what one of two owners lacks", false, ["a", "OAuth client", "0oa9"], [client, credential], []],
    ["is not what only one of two owners has", false, ["a", "API key", "3"], [client, credential], []],
    ["is not what a credential names of its client", false, ["a", "API client", "9"], [credential], []],
    ["is not what a state holds encrypted", false, ["a", "API client", "9"], [hidden], []],
    ["is nothing of what is being changed", false, ["a", "API key", "9"], [client], [renewing]],
  ])("%s", (_, isOne, [mark, kind, id], resources, operations) => {
    const marked = { mark, kind, id } as Marked;
    expect(orphansOf([...owned, marked], read(resources, operations).owners).includes(marked)).toBe(isOne);
  });

  it.each<[Kind, string]>([
    ["API client", "9"],
    ["API key", "9"],
    ["OAuth client", "0oa9"],
    ["connection", "9"],
  ])("is no %s whose owner's own one is gone: the export may be older than its successor", (kind, id) => {
    const marked = { mark: "a", kind, id } as Marked;
    const others = owned.filter((it) => it.kind !== kind);
    expect(orphansOf([...others, marked], read([client, connection]).owners)).toEqual([]);
  });
});

describe("an export is doubted", () => {
  const own = { type: TYPE, urn: `urn:pulumi:dev::shop::${TYPE}::orders`, inputs: { ownershipMark: "a" } };
  const pulumis = { type: "pulumi:pulumi:Stack", urn: "urn:pulumi:dev::other::pulumi:pulumi:Stack::x" };
  const made = { type: "creating", resource: own };
  const others = { type: "creating", resource: { ...own, type: "aws:s3/bucket:Bucket" } };

  it.each<[string, string[], unknown, unknown, string[], string | undefined]>([
    ["not where something carries its mark", [], [own], [], ["b", "a"], "shop"],
    ["not outside of a project", [], [own], [], ["a"], undefined],
    ["not where nothing carries any mark", [], [own], [], [], "shop"],
    ["not for the project of others' resources", [], [own, pulumis], [], ["a"], "shop"],
    ["not for others' creations", [], [own], [others], ["a"], "shop"],
    ["where it holds nothing of ours", ["holds no resource"], [], [], ["a"], "shop"],
    ["where nothing carries its marks", ["Neither Workato nor Okta"], [own], [], ["b"], "shop"],
    ["where it is another project's", ["of the project shop, and this command runs in bar"], [own], [], ["a"], "bar"],
    ["while something is made", ["under way, or were killed: orders"], [], [made], ["a"], "shop"],
  ])("%s", (_, told, resources, operations, marks, project) => {
    const marked = marks.map((mark) => ({ mark }) as Marked);
    const doubts = doubtsOf(read(resources, operations), marked, project).map(({ message }) => message);
    expect(doubts).toEqual(told.map((text) => expect.stringContaining(text)));
  });
});

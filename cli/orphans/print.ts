import { ageOf } from "../../provider/lifecycle/age";
import { ownerIn } from "../../provider/mark";
import { redact } from "../../provider/redact";
import type { Judged } from "./judge";
import type { Look } from "./look";

const KINDS = {
  connection: "connection",
  "API client": "API client",
  "API key": "API key",
  "OAuth client": "registration",
} as const;

/** For a reader: what belongs to one client is together. */
export function linesOf({ orphans, leftAlone, claims }: Look): string[] {
  const head = orphans.length === 0 ? "There are no orphans." : `${counted(orphans)} of the named stacks:`;
  const others =
    leftAlone.length === 0 ? [] : ["", "Of stacks that were not named, and left alone:", ...grouped(leftAlone)];
  const told = claims.map(({ id, name }) => `    okta     claim         ${id.padEnd(22)} ${name}`);
  const title =
    "Claims that no stack holds; they carry no mark, so delete them in Okta where no other stack needs them:";
  return [head, ...grouped(orphans), ...others, ...(told.length === 0 ? [] : ["", title, ...told])];
}

export function counted({ length }: readonly unknown[]): string {
  return `${length} ${length === 1 ? "orphan" : "orphans"}`;
}

function grouped(all: readonly Judged[]): string[] {
  const owners = [...new Set(all.map(({ object }) => ownerIn(object.mark)))];
  return owners.flatMap((owner) => {
    const own = all.filter(({ object }) => ownerIn(object.mark) === owner);
    // A key has no name of its own.
    const named = own.find(({ object }) => object.kind !== "API key") ?? own[0];
    return [`  ${redact(named?.object.name ?? "")} [${owner}]`, ...own.map(lineOf)];
  });
}

function lineOf({ object: { side, kind, id, name, createdAt }, because }: Judged): string {
  const age = ageOf(createdAt, Date.now());
  const what = `${side.padEnd(8)} ${KINDS[kind].padEnd(13)} ${id.padEnd(22)} ${redact(name)}`;
  return `    ${what}${age === "" ? "" : `, ${age}`}: ${because}`;
}

export function asJson({ orphans, leftAlone, claims }: Look, deleted: boolean): string {
  const rows = (list: readonly Judged[]) =>
    list.map(({ object: { side, kind, id, name, mark, createdAt }, because }) => {
      return { side, kind, id, name: redact(name), mark, createdAt, because };
    });
  return JSON.stringify({ orphans: rows(orphans), leftAlone: rows(leftAlone), claims, deleted });
}

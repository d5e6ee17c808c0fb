import { createHash, randomBytes } from "node:crypto";

/**
 * The ownership mark tells what a resource has made from everything else. It reads `<stack>.<resource>.<instance>`: the first two
 * parts, the owner, are derived from where the resource stands in its program; the third is made by each create. By the owner, a
 * create knows what an earlier run of the same resource has left; by the whole, a delete knows what a later create has taken over.
 */
const OWNER = "[0-9a-f]{8}\\.[0-9a-f]{12}";
export const OWNER_FORM = new RegExp(`^${OWNER}$`);
const MARK = `${OWNER}\\.[0-9a-f]{6}`;
const SUFFIX = new RegExp(` ?\\(pulumi:(${MARK})\\)$`);
const WHOLE = new RegExp(`^${MARK}$`);
const ALONE = new RegExp(`^pulumi:(${MARK})$`);

/** Where a program runs. `scope` is `workato-dcr:ownershipScope`. */
export interface Program {
  scope: string;
  project: string;
  stack: string;
}

/** The part of a mark that all resources of a stack have. */
export function stackPart({ scope, project, stack }: Program): string {
  return digest([scope, project, stack], 8);
}

/** What all marks of a resource begin with. @param parents the types above it, the outermost first */
export function ownerOf(program: Program, parents: readonly string[], kind: string, name: string): string {
  return `${stackPart(program)}.${digest([...parents.map(adapterFree), kind, name], 12)}`;
}

export const newMark = (owner: string) => `${owner}.${randomBytes(3).toString("hex")}`;

export const ownerIn = (mark: string) => mark.slice(0, mark.lastIndexOf("."));

export const stackIn = (mark: string) => mark.slice(0, mark.indexOf("."));

/** `text` with the mark behind it; the text is cut so that `limit` characters hold both. */
export function withMark(text: string | undefined, mark: string, limit = Number.POSITIVE_INFINITY): string {
  const suffix = ` (pulumi:${mark})`;
  // Never through the middle of a character.
  const cut = (text ?? "").slice(0, limit - suffix.length).replace(/[\ud800-\udbff]$/, "");
  return `${cut}${suffix}`.trimStart();
}

/** `text` as it was before {@link withMark}; `undefined` where nothing is left. */
export function withoutMark(text: string | null | undefined): string | undefined {
  return text?.replace(SUFFIX, "") || undefined;
}

/** The mark that a carrier holds, whether as a suffix or alone. */
export function markIn(carrier: string | null | undefined): string | undefined {
  return carrier?.match(SUFFIX)?.[1] ?? carrier?.match(ALONE)?.[1];
}

/** A value that is a mark and nothing else. */
export function asMark(value: unknown): string | undefined {
  return typeof value === "string" && WHOLE.test(value) ? value : undefined;
}

export const hasMark = (carrier: string | null | undefined, mark: string) => markIn(carrier) === mark;

/** Whether a carrier holds a mark of this owner, of whatever instance. */
export function isOf(owner: string, carrier: string | null | undefined): boolean {
  const mark = markIn(carrier);
  return mark !== undefined && ownerIn(mark) === owner;
}

/** Whether a carrier holds another mark: a later create, or somebody else, has the object by now. One that lost its mark is no other's. */
export function isOthers(carrier: string | null | undefined, mark: string): boolean {
  const carried = markIn(carrier);
  return carried !== undefined && carried !== mark;
}

/** The mark alone, for fields that are free to set, such as the name of an API key. */
export const markAlone = (mark: string) => `pulumi:${mark}`;

/** A stack that moves from one adapter to the other keeps its marks, so a parent of ours counts by its class. */
const adapterFree = (type: string) => type.replace(/^(pulumi-nodejs:dynamic\/workato|workato-dcr:index):/, "");

function digest(parts: readonly string[], digits: number): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, digits);
}

/** Nothing carries it: for what is not marked yet. */
export const UNMARKED = "";

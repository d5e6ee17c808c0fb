/**
 * The ownership mark tells an object that an interrupted run of this very resource left behind from everything else. It is
 * carried where a human sees it: as a suffix of names and descriptions, or alone in fields that are free to set.
 */
const SUFFIX = / ?\(pulumi:([0-9a-f]+)\)$/;

/** `text` with the mark behind it. */
export function withMark(text: string | undefined, mark: string): string {
  return `${text ?? ""} (pulumi:${mark})`.trimStart();
}

/** `text` as it was before {@link withMark}; `undefined` where nothing is left. */
export function withoutMark(text: string | null | undefined): string | undefined {
  return text?.replace(SUFFIX, "") || undefined;
}

export function hasMark(text: string | null | undefined, mark: string): boolean {
  return text?.endsWith(`(pulumi:${mark})`) ?? false;
}

/** The mark that a carrier holds, whether as a suffix or alone. */
export function markOf(carrier: string | null | undefined): string | undefined {
  return carrier?.match(SUFFIX)?.[1] ?? carrier?.match(/^pulumi:([0-9a-f]{16})$/)?.[1];
}

/** Of an API key, whose name is free to set. */
export const keyName = (mark: string) => `pulumi:${mark}`;

export const isKeyOf =
  (mark: string) =>
  ({ name }: { name: string }) =>
    name === keyName(mark);

/** How many operations had been done at a time, in milliseconds of any clock. */
export interface Sample {
  at: number;
  done: number;
}

export interface Seen extends Sample {
  underWay: number;
  /** Earlier ones, the first first. */
  before: readonly Sample[];
  /** What calls wait for. */
  waitFor: string;
}

/** Vendors count calls by the minute: what is done in less is a burst, or a pause. */
const SHORTEST_MS = 60_000;
/** How far back a pace goes: limits change while one waits. */
export const LONGEST_MS = 300_000;

/**
 * How far a process is, for a user who waits. An engine never says how many resources a program has, and begins only so many at a
 * time: what is left is told of those that it has begun, and there may be more.
 */
export function progress({ done, underWay, at, before, waitFor }: Seen): string {
  const perMinute = paceOf(before, { at, done });
  const pace = perMinute === undefined ? "" : `, ${left(underWay, perMinute)}`;
  return `${many(done)} ${done === 1 ? "resource" : "resources"} done, ${many(underWay)} under way${pace}; waiting for ${waitFor}`;
}

/** In a minute; `undefined` while nobody can tell. */
function paceOf(before: readonly Sample[], now: Sample): number | undefined {
  const first = before.find(({ at }) => now.at - at <= LONGEST_MS);
  if (first === undefined || now.at - first.at < SHORTEST_MS || now.done === first.done) return undefined;
  return ((now.done - first.done) / (now.at - first.at)) * 60_000;
}

function left(underWay: number, perMinute: number): string {
  const pace = perMinute < 1 ? "less than 1 a minute" : `${many(Math.round(perMinute))} a minute`;
  const minutes = Math.round(underWay / perMinute);
  if (minutes < 2) return pace;
  const time = minutes < 120 ? `${minutes} minutes` : `${many(Math.round(minutes / 60))} hours`;
  return `at least ${time} left at ${pace}`;
}

const many = (count: number) => count.toLocaleString("en-US");

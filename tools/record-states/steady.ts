/**
 * What is made at random, or by the clock, in a form that is the same in each run: the first secret becomes another text of its length
 * with a number in it, and so do all that are equal to it. So two records differ only where states do.
 */
export function steady<T>(record: T): T {
  const text = [...FORMS].reduce((result, form) => numbered(result, form), JSON.stringify(record));
  return JSON.parse(text.replace(ISO_TIME, TIME).replace(EPOCH, `$1${Date.parse(TIME) / 1000}`));
}

const TIME = "2026-01-01T00:00:00.000Z";
const ISO_TIME = /\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;
const EPOCH = /("(?:iat|client_id_issued_at|client\.secret\.creation\.time)":"?)\d{10}/g;

interface Form {
  pattern: RegExp;
  /** What stands for the nth. */
  nth(n: number, found: string): string;
}

const padded = (n: number, digits: number) => String(n).padStart(digits, "0");

const FORMS: readonly Form[] = [
  // The last part of an ownership mark.
  {
    pattern: /\b[0-9a-f]{8}\.[0-9a-f]{12}\.[0-9a-f]{6}\b/g,
    nth: (n, found) => `${found.slice(0, -6)}${padded(n, 6)}`,
  },
  {
    pattern: /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g,
    nth: (n) => `00000000-0000-4000-8000-${padded(n, 12)}`,
  },
  // Okta's ids.
  {
    pattern: /\b(?:0oa|ocs|ocl)[A-Za-z0-9]{17}\b/g,
    nth: (n, found) => `${found.slice(0, 3)}${padded(n, 17)}`,
  },
  // Secrets, keys and tokens; by these two, a state tells a secret from an object.
  {
    pattern:
      /(?<![\w-])(?!4dabf18193072939515e22adb298388d|1b47061264138c4ac30d75fd1eb44270)(?=[\w-]*\d)[\w-]{32,90}(?![\w-])/g,
    nth: (n, found) => `secret${padded(n, 4)}`.padEnd(found.length, "x"),
  },
];

function numbered(text: string, { pattern, nth }: Form): string {
  const seen = new Map<string, string>();
  return text.replace(pattern, (found) => {
    const known = seen.get(found) ?? nth(seen.size + 1, found);
    seen.set(found, known);
    return known;
  });
}

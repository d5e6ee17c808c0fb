import { ok, skip, type Verdict, warn } from "../check";

interface Announced {
  endpoint: string;
  allowance?: { limit: number; remaining: number } | undefined;
}

/** The configured limit beside the strictest one that the answers announced. @param key such as `workato-dcr:requestsPerMinute` */
export function limitsVerdict(key: string, perMinute: number | undefined, answers: readonly Announced[]): Verdict {
  const announced = answers.flatMap(({ endpoint, allowance }) => (allowance ? [{ endpoint, ...allowance }] : []));
  const [strictest] = announced.sort((a, b) => a.limit - b.limit || a.remaining - b.remaining);
  const configured = perMinute === undefined ? `${key} is not set` : `${key} is ${perMinute}`;
  if (answers.length === 0) return skip(`${configured}; there was no answer to hold it against`);
  if (!strictest) return ok(`${configured}; the answers name no limit`);
  const { endpoint, limit, remaining } = strictest;
  const seen = `${configured}; ${endpoint} allows ${limit} a minute, with ${remaining} left`;
  return perMinute !== undefined && perMinute > limit ? warn(seen, `Run: pulumi config set ${key} ${limit}`) : ok(seen);
}

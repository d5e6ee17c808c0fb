import type { Bucket } from "../../http/transport";

/** Of a bucket, unless an administrator has changed that, one token or service app may use half. */
const SHARE = 0.5;

/**
 * Okta limits each group of endpoints on its own, and the most specific one counts. Calls a minute are those of the smallest orgs,
 * as last published: what the org really has, its first answer tells.
 * @see https://developer.okta.com/docs/reference/rl-global-mgmt/
 */
const BUCKETS: readonly [name: string, paths: RegExp, perMinute: number][] = [
  ["clients", /^\/oauth2\/v1\/clients(\/|$)/, 25],
  ["app", /^\/api\/v1\/apps\/[^/]+$/, 100],
  ["apps", /^\/api\/v1\/apps(\/|$)/, 20],
  ["management", /^\/api\/v1\//, 100],
];
/** Metadata, keys and tokens. */
const OTHERS = ["others", /^/, 100] as const;

export function bucket(path: string): Bucket {
  const [name, , perMinute] = BUCKETS.find(([, paths]) => paths.test(path)) ?? OTHERS;
  return { name, perMinute: Math.floor(perMinute * SHARE) };
}

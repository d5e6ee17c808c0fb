import type { LoggedRequest } from "../sandbox/client";

/** The endpoints that requests went to, each once with its methods, with `:id` for ids; sorted, Okta's first. */
export function endpoints(requests: readonly LoggedRequest[]): string[] {
  const methods = new Map<string, Set<string>>();
  for (const { side, method, path } of requests) {
    const endpoint = `${side} ${withoutIds(path)}`;
    methods.set(endpoint, (methods.get(endpoint) ?? new Set()).add(method));
  }
  return [...methods]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([endpoint, used]) => `${endpoint} (${[...used].sort().join(", ")})`);
}

/** An id has digits in it, unlike `v1` and names of servers. */
function withoutIds(path: string): string {
  return path
    .split("/")
    .map((part) => (/\d/.test(part) && !/^(v\d|oauth2)$/.test(part) ? ":id" : part))
    .join("/");
}

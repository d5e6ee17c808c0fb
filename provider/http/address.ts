import { ConfigurationError } from "../errors";
import type { Call } from "./call";

/** The base URL of a service. @throws {ConfigurationError} unless it is secure */
export function baseAddress(service: string, baseUrl: string): URL {
  if (!URL.canParse(baseUrl)) {
    throw new ConfigurationError(
      `The address of ${service} is not a URL`,
      "Set a full one, such as https://example.com.",
    );
  }
  const url = new URL(baseUrl);
  if (isSecureUrl(url)) return url;
  throw new ConfigurationError(
    `The address of ${service}, ${url.protocol}//${url.host}, would carry credentials unencrypted`,
    "Use https; plain http is for loopback only.",
  );
}

/** Whether credentials may go there: https, or http on loopback, which leaves no machine. */
export function isSecureUrl(url: URL): boolean {
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url));
}

/** `localhost`, 127.0.0.0/8 or ::1 */
export function isLoopback(url: URL): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
}

/** Where a call goes. An absolute `path` is taken as it is: compare its origin before sending credentials there. */
export function addressOf(base: URL, { path, query = {} }: Pick<Call, "path" | "query">): URL {
  const prefix = `${base.origin}${base.pathname}`.replace(/\/+$/, "");
  const url = /^https?:\/\//i.test(path) ? new URL(path) : new URL(`${prefix}/${path.replace(/^\/+/, "")}`);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, `${value}`);
  }
  return url;
}

import { validateHeaderValue } from "node:http";
import { ConfigurationError } from "../errors";
import { rememberSecrets } from "../redact";
import { version } from "../version";
import type { Call, Vendor } from "./call";

/** A call as it goes over the wire. */
export interface Outgoing {
  url: URL;
  method: Call["method"];
  headers: Record<string, string>;
  body?: string;
}

/** Without a coding, a server may take any: RFC 9110 section 12.5.3. */
const HEADERS = {
  accept: "application/json",
  "accept-encoding": "identity",
  "user-agent": `pulumi-workato-dcr/${version}`,
};

/** @throws {ConfigurationError} for credentials that no header can carry; besides, what `vendor.authorize` throws */
export async function outgoing(vendor: Vendor, url: URL, call: Call): Promise<Outgoing> {
  const own = lowerCase(call.headers ?? {});
  const credentials = own.authorization === undefined ? lowerCase(await vendor.authorize()) : {};
  remember(vendor, credentials);
  if (own.authorization !== undefined) remember(vendor, { authorization: own.authorization });
  return { url, method: call.method, ...encode(call, { ...HEADERS, ...credentials, ...own }) };
}

function encode({ json, form }: Call, headers: Record<string, string>): Pick<Outgoing, "headers" | "body"> {
  if (form) {
    const body = new URLSearchParams(typeof form === "function" ? form() : form).toString();
    return { headers: { "content-type": "application/x-www-form-urlencoded", ...headers }, body };
  }
  if (json === undefined) return { headers };
  return { headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(json) };
}

/** A server may echo them, with or without the scheme in front. */
function remember(vendor: Vendor, credentials: Record<string, string>): void {
  for (const [name, value] of Object.entries(credentials)) {
    rememberSecrets(value, value.replace(/^\S+\s+/, ""));
    try {
      validateHeaderValue(name, value);
    } catch {
      throw new ConfigurationError(
        `The credentials for ${vendor.name} hold a character that no header can carry, such as a line break`,
        vendor.hints?.unauthorized ?? "Set them again.",
      );
    }
  }
}

function lowerCase(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

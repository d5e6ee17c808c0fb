import { z } from "zod";
import { isSecureUrl } from "../http/address";
import { OWNER_FORM } from "../mark";

/** Pieces that the shapes of several resources share. Messages complete the sentence «<property> …». */

/** Ids are given as strings or numbers and kept as strings. */
export const id = z
  .union([z.string(), z.number()], { error: "must be an id: a number, or a string of digits" })
  .transform(String)
  .refine((text) => /^[1-9]\d*$/.test(text), "must be an id: a number, or a string of digits");

const requiredString = (what: string) =>
  z.string({ error: (issue) => (issue.input === undefined ? `is required: ${what}` : `must be a string: ${what}`) });

export const text = (what: string) => requiredString(what).trim().min(1, `must not be empty: ${what}`);

/** A text of which every character counts. */
export const secretText = (what: string) => requiredString(what).min(1, `must not be empty: ${what}`);

export const texts = (what: string) => z.array(text(what), { error: `must be a list of strings: ${what}` });

/** An absolute https URL; http only for loopback. */
export const httpsUrl = (what: string) =>
  text(what).refine((value) => {
    if (!URL.canParse(value)) return false;
    const url = new URL(value);
    return url.username + url.password === "" && isSecureUrl(url);
  }, `must be an absolute https URL without credentials: ${what}`);

/** A path that is joined to a base URL and cannot leave it. */
export const relativePath = (what: string) =>
  text(what)
    .refine(
      (path) => !/^[a-z][a-z0-9+.-]*:|^[/\\]/i.test(path),
      `must be relative, without a scheme, a host or a leading slash: ${what}`,
    )
    .refine((path) => !/(^|[/\\])(\.|%2e){2}([/\\]|$)/i.test(path), "must not contain `..`")
    .refine((path) => /^[^\s\\?#]*$/.test(path), "must hold no white space, `\\`, `?` or `#`");

/** An address or a range of addresses, RFC 4632. */
export const cidr = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
  error: "must be an IP address or a CIDR range such as 10.0.0.0/8",
});

/** Set by the SDK; see `sdk/owner.ts`. */
export const owner = z.string({ error: "is set by the SDK" }).regex(OWNER_FORM, "is set by the SDK");

/** A switch; what is off where it is not given, its property says. */
export const flag = z.boolean({ error: "must be true or false" }).optional();

/** The client to adopt at the IdP. */
export const clientId = text("the client id at the identity provider");

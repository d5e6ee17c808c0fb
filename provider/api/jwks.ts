import { z } from "zod";
import type { Transport } from "../http/transport";
import { ask } from "./wire";

const key = z.object({ kty: z.string(), use: z.string().nullish(), kid: z.string().nullish() });

/** A key of a JSON Web Key Set, RFC 7517 section 4. */
export type PublishedKey = z.output<typeof key>;

/** The keys that an issuer publishes, RFC 7517 section 5. @param uri on the origin of the transport */
export async function fetchKeys(http: Transport, uri: string): Promise<PublishedKey[]> {
  return (await ask(http, { method: "GET", path: uri }, z.object({ keys: z.array(key) }))).keys;
}

/** Whether the key may verify signatures: for that it is asymmetric and not for encryption (RFC 7517 section 4.2). */
export function isSigningKey({ kty, use }: PublishedKey): boolean {
  return kty !== "oct" && (use ?? "sig") === "sig";
}

/** Shorter values would blank out ordinary words; no credential of Workato or Okta is that short. */
const SHORTEST = 6;

/** Parts of a secret input that say how it is used, and are no secret themselves. */
const PLAIN_PARTS = ["type", "tokenUrl", "credentialsIn"];

const known = new Set<string>();

/** Remembers secret values of this process, so that {@link redact} takes them out of every text that leaves it. */
export function rememberSecrets(...values: readonly unknown[]): void {
  for (const value of values) {
    if (typeof value === "string") {
      if (value.length >= SHORTEST) known.add(value);
    } else if (value !== null && typeof value === "object") {
      for (const [key, part] of Object.entries(value)) if (!PLAIN_PARTS.includes(key)) rememberParts(part);
    }
  }
}

function rememberParts(part: unknown): void {
  if (part !== null && typeof part === "object") for (const inner of Object.values(part)) rememberParts(inner);
  rememberSecrets(typeof part === "string" ? part : undefined);
  // An Authorization header is a scheme and a credential, which may come back without the scheme.
  const [, credential] = typeof part === "string" ? (/^\S+ (\S+)$/.exec(part) ?? []) : [];
  rememberSecrets(credential);
}

/** `text` with every remembered secret, plain, URL-encoded or JSON-escaped, and every Authorization value replaced by `[secret]`. */
export function redact(text: string): string {
  let clean = text;
  // Longest first: a secret may be the beginning of another one.
  for (const secret of [...known].sort((a, b) => b.length - a.length)) {
    const encoded = encodeURIComponent(secret);
    const inForm = new URLSearchParams({ a: secret }).toString().slice(2);
    for (const form of new Set([secret, encoded, inForm, JSON.stringify(secret).slice(1, -1)])) {
      clean = clean.replaceAll(form, "[secret]");
    }
  }
  // A credential has digits, capitals or padding; the words after "basic" in a sentence have none.
  return clean.replace(/\b([Bb]earer|[Bb]asic|SSWS)\s+(?=[\w.~+/-]*[\dA-Z=])[\w.~+/=-]{6,}/g, "$1 [secret]");
}

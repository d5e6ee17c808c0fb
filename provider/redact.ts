/** Shorter values would blank out ordinary words. No credential that a vendor issues is that short; SECURITY.md tells users of their own. */
const SHORTEST = 6;

/** Parts of a secret property that say how it is used and by whom, and are no secret themselves. */
const PLAIN_PARTS = [
  ...["type", "tokenUrl", "credentialsIn", "username", "clientId"],
  ...["registeredAt", "registrationClientUri", "tokenEndpointAuthMethod"],
];
/** Parts that HTTP Basic joins. */
const PAIRS = [
  ["username", "password"],
  ["clientId", "clientSecret"],
] as const;

const known = new Set<string>();
/** Known secrets of which {@link forms} has nothing yet: most runs never print anything. */
let fresh: string[] = [];
/** How known secrets may be written in a text, by how that begins: a process may know of thousands, and print as many lines. */
const forms = new Map<string, Set<string>>();

/** Remembers secret values of this process, lists of them included, so that {@link redact} takes them out of every text that leaves it. */
export function rememberSecrets(...values: readonly unknown[]): void {
  for (const value of values) {
    if (typeof value === "string") remember(value);
    else if (Array.isArray(value)) rememberSecrets(...value);
    else if (value !== null && typeof value === "object") {
      for (const [key, part] of Object.entries(value)) if (!PLAIN_PARTS.includes(key)) rememberParts(part);
      rememberPairs({ ...value });
    }
  }
}

function rememberParts(part: unknown): void {
  if (part !== null && typeof part === "object") for (const inner of Object.values(part)) rememberParts(inner);
  if (typeof part !== "string") return;
  remember(part);
  // An Authorization header is a scheme and a credential, which may come back without the scheme.
  const [, credential] = /^\S+ (\S+)$/.exec(part) ?? [];
  if (credential !== undefined) remember(credential);
}

function rememberPairs(parts: Record<string, unknown>): void {
  for (const [name, secret] of PAIRS) {
    const pair = [parts[name], parts[secret]].filter((part) => typeof part === "string" && part !== "");
    if (pair.length < 2) continue;
    remember(pair.join(":"));
    // As RFC 6749 section 2.3.1 wants it.
    remember(pair.map((part) => encodeURIComponent(`${part}`)).join(":"));
  }
}

function remember(secret: string): void {
  if (secret.length < SHORTEST || known.has(secret)) return;
  known.add(secret);
  fresh.push(secret);
}

function formsOf(secret: string): Set<string> {
  const bytes = Buffer.from(secret);
  const base64 = bytes.toString("base64");
  const spellings = [secret, base64, base64.replace(/=+$/, ""), bytes.toString("base64url")];
  return new Set(spellings.flatMap(escaped));
}

/** A text as it is, and as it is in a URL, a form and JSON. */
function escaped(text: string): string[] {
  const inForm = new URLSearchParams({ a: text }).toString().slice(2);
  return [text, encodeURIComponent(text), inForm, JSON.stringify(text).slice(1, -1)];
}

/** `text` with every remembered secret, also if encoded or escaped, and every Authorization value replaced by `[secret]`. */
export function redact(text: string): string {
  for (const form of fresh.flatMap((secret) => [...formsOf(secret)])) {
    const beginning = form.slice(0, SHORTEST);
    forms.set(beginning, (forms.get(beginning) ?? new Set()).add(form));
  }
  fresh = [];
  const clean = withoutForms(text);
  // A credential has digits, capitals or padding; the words after "basic" in a sentence have none.
  return clean.replace(/\b([Bb]earer|[Bb]asic|SSWS)\s+(?=[\w.~+/-]*[\dA-Z=])[\w.~+/=-]{6,}/g, "$1 [secret]");
}

/** Whatever belongs to a form goes, also where two of them overlap, or one is the beginning of another. */
function withoutForms(text: string): string {
  const shown: string[] = [];
  let hiddenUntil = 0;
  for (let at = 0; at + SHORTEST <= text.length; at++) {
    for (const form of forms.get(text.slice(at, at + SHORTEST)) ?? []) {
      if (!text.startsWith(form, at)) continue;
      if (at >= hiddenUntil) shown.push(text.slice(hiddenUntil, at));
      hiddenUntil = Math.max(hiddenUntil, at + form.length);
    }
  }
  return [...shown, text.slice(hiddenUntil)].join("[secret]");
}

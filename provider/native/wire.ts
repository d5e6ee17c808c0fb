import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Bag } from "../bag";
import { withoutUndefined } from "../lifecycle/state";
import { UNKNOWN } from "../lifecycle/unknown";

/** By this key, a value on the wire says that it is of a special kind, and by these values of which. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** What stands for a value that is not known yet: one for each type that it will have. */
const UNKNOWNS = new Set([
  UNKNOWN,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** Plain properties, and the names of those that hold a secret at any depth. */
export interface Received {
  values: Bag;
  secrets: Set<string>;
}

/** Properties as operations know them: without what is the engine's, without nulls, and each unknown by one sign. */
export function received(struct: Struct | undefined): Received {
  const secrets = new Set<string>();
  const values: Record<string, unknown> = {};
  // A stack that was moved from the dynamic provider still holds what that one's engine needs.
  const { __provider, ...rest } = struct?.toJavaScript() ?? {};
  for (const [name, value] of Object.entries(rest)) {
    const inner = plain(value, () => secrets.add(name));
    if (inner !== undefined) values[name] = inner;
  }
  return { values, secrets };
}

function plain(value: unknown, sawSecret: () => void): unknown {
  if (value === null) return undefined;
  if (typeof value === "string") return UNKNOWNS.has(value) ? UNKNOWN : value;
  if (Array.isArray(value)) return value.map((item) => plain(item, sawSecret) ?? null);
  if (typeof value !== "object") return value;
  const special = value as Bag;
  if (special[SIGNATURE] === SECRET) {
    sawSecret();
    return plain(special.value, sawSecret);
  }
  if (special[SIGNATURE] === OUTPUT) {
    if (special.secret === true) sawSecret();
    return "value" in special ? plain(special.value, sawSecret) : UNKNOWN;
  }
  const entries = Object.entries(special).map(([key, inner]) => [key, plain(inner, sawSecret)] as const);
  return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined));
}

/** @param secrets the names of the properties that are secrets */
export function sent(values: Bag, secrets: Iterable<string> = []): Struct {
  const marked = new Set(secrets);
  const entries = Object.entries(values).flatMap(([name, value]) => {
    const inner = withoutUndefined(value);
    if (inner === undefined) return [];
    return [[name, marked.has(name) ? { [SIGNATURE]: SECRET, value: inner } : inner] as const];
  });
  return Struct.fromJavaScript(Object.fromEntries(entries) as Parameters<typeof Struct.fromJavaScript>[0]);
}

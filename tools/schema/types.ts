import type { Docs, Member } from "./docs";
import { describedHere, ENUMS, TYPE_NAMES } from "./names";

/** Types of the package's schema, made of JSON Schema as zod writes it. */

export type Spec = Record<string, unknown>;

interface Json {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Json[];
  oneOf?: Json[];
  items?: Json;
  properties?: Record<string, Json>;
  additionalProperties?: Json | boolean;
  required?: string[];
}

/** Where a type stands, such as `ApiClient.registration`. */
export class Types {
  readonly all: Record<string, Spec> = {};

  constructor(private readonly docs: Docs) {}

  /** @param member what the SDK says of it */
  of(json: Json, path: string, member: Member | undefined): Spec {
    const { anyOf, oneOf, items, properties, additionalProperties: values } = json;
    const forms = anyOf ?? oneOf;
    if (forms) return this.#either(forms, path, member);
    if (Array.isArray(json.type))
      return this.#either(
        json.type.map((type) => ({ type })),
        path,
        member,
      );
    if (json.enum) return this.#choice(json.enum, path);
    if (items) return { type: "array", items: this.of(items, `${path}[]`, member) };
    // Of what is somebody else's to define, anything goes.
    if (properties && typeof values === "object") return { type: "object", additionalProperties: ANY };
    if (properties) return this.#named(path, properties, json.required ?? [], member);
    if (json.type === "object") {
      const inner = typeof values === "object" ? this.of(values, `${path}{}`, undefined) : { type: "string" };
      return { type: "object", additionalProperties: inner };
    }
    return { type: json.type ?? "string" };
  }

  /** @returns a reference to a type under its name */
  define(name: string, spec: Spec): Spec {
    const token = `workato-dcr:index:${name}`;
    this.all[token] ??= spec;
    return { $ref: `#/types/${token}` };
  }

  #either(forms: Json[], path: string, member: Member | undefined): Spec {
    // What a code generator cannot tell apart is one type, whose values the check knows.
    if (forms.every(({ properties }) => properties)) return this.#merged(forms, path, member);
    const specs = forms.map((form) => this.of(form, path, member));
    const different = [...new Map(specs.map((spec) => [JSON.stringify(spec), spec])).values()];
    return different.length === 1 ? (different[0] ?? {}) : { oneOf: different };
  }

  #merged(forms: Json[], path: string, member: Member | undefined): Spec {
    const properties = Object.assign({}, ...forms.map((form) => form.properties));
    const always = Object.keys(properties).filter((name) => forms.every(({ required }) => required?.includes(name)));
    for (const name of always) {
      const values = forms.map((form) => form.properties?.[name]?.const);
      if (values.every((value) => value !== undefined)) properties[name] = { enum: values };
    }
    return this.#named(path, properties, always, member);
  }

  /** A name with a choice of its own in front of the plain text, since a program may hold the output of another resource. */
  #choice(values: unknown[], path: string): Spec {
    const name = ENUMS[path];
    if (name === undefined) return { type: "string" };
    const entries = values.map((value) => ({ name: enumName(String(value)), value }));
    const description = describedHere(`enum ${name}`) ?? this.docs.of(name);
    return { oneOf: [{ type: "string" }, this.define(name, { type: "string", description, enum: entries })] };
  }

  #named(path: string, properties: Record<string, Json>, required: string[], member: Member | undefined): Spec {
    const name = TYPE_NAMES[path] ?? path.replace(/[^\w]+(\w)/g, (_, letter: string) => letter.toUpperCase());
    const isKnown = this.docs.has(name);
    const members = isKnown ? this.docs.members(name) : this.docs.membersOf(member?.type);
    const entries = Object.entries(properties).map(([key, json]) => {
      const inner = members.get(key);
      const at = `${TYPE_NAMES[path] ?? path}.${key}`;
      const description = inner?.description || describedHere(at);
      if (!description) throw new Error(`nothing in sdk/ describes ${at}`);
      const secret = SECRET_PARTS.includes(at) ? { secret: true } : {};
      return [key, { ...this.of(json, at, inner), description, ...secret }];
    });
    const spec = { type: "object", properties: Object.fromEntries(entries), required };
    const description = describedHere(name) ?? (isKnown ? this.docs.of(name) : (member?.description ?? ""));
    return this.define(name, { description, ...spec });
  }
}

const ANY = { $ref: "pulumi.json#/Any" };

/** Parts of a type that are secrets wherever it stands. */
const SECRET_PARTS = [
  "HttpConnectionAuth.password",
  "HttpConnectionAuth.headers",
  "HttpConnectionAuth.params",
  "HttpConnectionAuth.clientSecret",
  "HttpConnectionTls.clientKey",
];

const enumName = (value: string) => value.replace(/(^|_)(\w)/g, (_, __, letter: string) => letter.toUpperCase());

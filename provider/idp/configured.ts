import { z } from "zod";
import { ConfigurationError } from "../errors";
import type { StackConfig } from "../settings";

/** The setting that holds identity providers by their names, as JSON: what `pulumi config set --path` makes. */
export const IDENTITY_PROVIDERS = "workato-dcr:identityProviders";

/** The same for who has no stack, or keeps all credentials in the environment. */
const VARIABLE = "WORKATO_DCR_IDENTITY_PROVIDERS";

/** The configuration of the stack, with the setting from the environment where the stack has none. */
export function withVariable(stack: StackConfig, env: NodeJS.ProcessEnv): StackConfig {
  return (key) => stack(key) ?? (key === IDENTITY_PROVIDERS ? env[VARIABLE] : undefined);
}

/** A name is part of a path, and of messages. */
const NAME = /^[a-z][a-z0-9_-]*$/i;

const listed = z.record(z.string(), z.looseObject({ type: z.string() }));

interface Listed {
  /** The type of each, by its name. */
  types: ReadonlyMap<string, string>;
  /** What is wrong with the setting as a whole, so that none of them can be used. */
  trouble?: ConfigurationError;
}

/**
 * The identity providers that the setting names.
 * @param known the types that there are
 * @param reserved the name that has settings of its own
 */
export function listedIdps(stack: StackConfig, known: readonly string[], reserved: string): Listed {
  const text = stack(IDENTITY_PROVIDERS);
  if (text === undefined || text === "") return { types: new Map() };
  const parsed = listed.safeParse(parseJson(text));
  if (!parsed.success) return { types: new Map(), trouble: malformed(parsed.error) };
  const entries = Object.entries(parsed.data);
  for (const [name, { type }] of entries) {
    const path = `${IDENTITY_PROVIDERS}.${name}`;
    if (name === reserved || !NAME.test(name)) {
      const why =
        name === reserved ? `its settings are workato-dcr:${reserved}…` : "a name is letters, digits, - and _";
      return { types: new Map(), trouble: wrong(`"${name}" cannot be a name there: ${why}`, "Give it another name") };
    }
    if (!known.includes(type)) {
      const next = `Run: pulumi config set --path '${path}.type' ${known[0]}`;
      return { types: new Map(), trouble: wrong(`${path}.type is "${type}", not one of ${known.join(", ")}`, next) };
    }
  }
  return { types: new Map(entries.map(([name, { type }]) => [name, type])) };
}

export function notConfigured(name: string, names: readonly string[]): ConfigurationError {
  return new ConfigurationError(
    `There is no identity provider "${name}" in the configuration; those that are there: ${names.join(", ")}`,
    `Run: pulumi config set --path '${IDENTITY_PROVIDERS}.${name}.type' <type>, and the settings of that type. (A refresh or a ` +
      "destroy goes by the configuration of the last pulumi up.)",
  );
}

/** Where the settings of an identity provider are. */
export const pathOf = (name: string) => (setting: string) => `${IDENTITY_PROVIDERS}.${name}.${setting}`;

/** The configuration, with each setting of an identity provider under the path that it has in commands. */
export function withPaths(stack: StackConfig): StackConfig {
  return (key) => {
    if (!key.startsWith(`${IDENTITY_PROVIDERS}.`)) return stack(key);
    let value: unknown = parseJson(stack(IDENTITY_PROVIDERS) ?? "");
    for (const step of key.slice(IDENTITY_PROVIDERS.length + 1).split(".")) {
      if (value === null || typeof value !== "object" || !Object.hasOwn(value, step)) return undefined;
      value = (value as Record<string, unknown>)[step];
    }
    if (value === undefined || value === null) return undefined;
    return typeof value === "string" ? value : JSON.stringify(value);
  };
}

/**
 * The settings of one identity provider in the shape that its type wants.
 * @param schema messages complete the sentence «<path> …»; a strict object refuses the settings of other types
 * @throws ConfigurationError with every mistake at once, and no value
 */
export function readIdp<T extends z.ZodType>(stack: StackConfig, name: string, schema: T): z.output<T> {
  const all = parseJson(stack(IDENTITY_PROVIDERS) ?? "") as Record<string, unknown> | undefined;
  const parsed = schema.safeParse(all?.[name]);
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.flatMap(({ path, message, code, ...issue }) => {
    const at = [IDENTITY_PROVIDERS, name, ...path].join(".");
    if (code !== "unrecognized_keys") return [`${at} ${message}`];
    return (issue as { keys: string[] }).keys.map((key) => `${at}.${key} is no setting of this type`);
  });
  throw wrong(
    mistakes.join("; "),
    `Mend each with: pulumi config set --path '${IDENTITY_PROVIDERS}.${name}.<setting>' <value>`,
  );
}

function malformed(error: z.ZodError): ConfigurationError {
  const [issue] = error.issues;
  const at = issue && issue.path.length > 0 ? ` (at ${issue.path.join(".")})` : "";
  return wrong(
    `${IDENTITY_PROVIDERS} is not a JSON object of identity providers by name, each with a type${at}`,
    `Run: pulumi config set --path '${IDENTITY_PROVIDERS}.<name>.type' <type>`,
  );
}

function wrong(what: string, next: string): ConfigurationError {
  return new ConfigurationError(`The identity providers cannot be used: ${what}`, next);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

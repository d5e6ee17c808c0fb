import schema from "../../schema.json";

/** What the engine and code generators know of the package; `npm run schema` makes it. */
export const schemaText = (version: string) => JSON.stringify({ ...schema, version });

interface Described {
  properties: object;
}

interface Setting {
  description: string;
  secret?: boolean;
}

/** The outputs that a resource has for its users. */
export function outputsOf(type: string): string[] {
  const resources: Readonly<Record<string, Described>> = schema.resources;
  return Object.keys(resources[type]?.properties ?? {});
}

/** The provider's settings, by their names in the configuration. */
export const SETTINGS: Readonly<Record<string, Setting>> = schema.config.variables;

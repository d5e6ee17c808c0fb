import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { ProviderError } from "../provider/errors";
import { IDENTITY_PROVIDERS } from "../provider/idp/configured";
import { rememberSecrets } from "../provider/redact";
import type { StackConfig } from "../provider/settings";
import { failure, named, run } from "./pulumi";

export interface Where {
  /** An absolute path; the project is looked for in it and above. */
  cwd: string;
  /** The stack's name; the selected one unless given. */
  stack?: string | undefined;
}

/** What the provider would be configured with. */
export interface Configuration {
  stack: StackConfig;
  env: NodeJS.ProcessEnv;
  /** Where it comes from. */
  origin: string;
  /** In a project whose stack could not be asked: how to have it asked. */
  advice?: string;
  /** Keys of credentials that the stack holds in plain text. */
  unencrypted: string[];
}

/** The credentials, by key and environment variable. */
const CREDENTIALS = {
  "workato-dcr:apiToken": "WORKATO_API_TOKEN",
  "workato-dcr:oktaApiToken": "OKTA_API_TOKEN",
  "workato-dcr:oktaPrivateKey": "OKTA_PRIVATE_KEY",
};

/** What of an identity provider's settings is a credential. */
const SECRET_PART = /"(apiToken|privateKey|clientSecret|token)"\s*:/;

const PROJECT_FILES = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

const shown = z.record(z.string(), z.object({ value: z.string().optional(), secret: z.boolean() }));
type Shown = z.output<typeof shown>;
const projectFile = z.object({ name: z.string() });

/**
 * The configuration of the stack, as `pulumi config` shows it. The environment alone serves where no stack is asked for and
 * there is no project, no `pulumi`, or no selected stack.
 * @throws ProviderError `stack_config` where there is a stack whose configuration cannot be read
 */
export async function readConfiguration({ cwd, stack }: Where, env: NodeJS.ProcessEnv): Promise<Configuration> {
  rememberSecrets(Object.values(CREDENTIALS).map((variable) => env[variable]));
  const project = projectAbove(cwd);
  if (project === undefined && stack === undefined) {
    return environment(env, `there is no Pulumi project in or above ${cwd}`);
  }
  const ran = await run(["config", "--show-secrets", "--json", ...named(stack)], cwd, env);
  if (ran.ended === "well") return ofStack(readShown(ran.out), env, `${stack ?? "the selected stack"} of ${project}`);
  const { why, advice } = failure(ran, project);
  if (stack === undefined && advice !== undefined) return { ...environment(env, why), advice };
  throw new ProviderError("stack_config", why, advice ?? "`pulumi config` has to work here first");
}

/** The name of the project in or above the folder; `undefined` where there is none, or its file is written in an unusual way. */
export async function projectName(cwd: string): Promise<string | undefined> {
  const file = projectAbove(cwd);
  if (file === undefined) return undefined;
  const text = await readFile(file, "utf8");
  if (file.endsWith(".json")) return projectFile.safeParse(JSON.parse(text)).data?.name;
  return /^["']?name["']?\s*:\s*["']?([\w.-]+)/m.exec(text)?.[1];
}

function environment(env: NodeJS.ProcessEnv, why: string): Configuration {
  return { stack: () => undefined, env, origin: `environment variables, since ${why}`, unencrypted: [] };
}

function ofStack(values: Shown, env: NodeJS.ProcessEnv, origin: string): Configuration {
  const keys = Object.keys(CREDENTIALS);
  for (const [key, { value, secret }] of Object.entries(values)) {
    if (secret || keys.includes(key)) rememberSecrets(value);
  }
  const isOpen = (key: string) => values[key]?.secret === false;
  const holdsSecret = SECRET_PART.test(values[IDENTITY_PROVIDERS]?.value ?? "");
  const unencrypted = [...keys, ...(holdsSecret ? [IDENTITY_PROVIDERS] : [])].filter(isOpen);
  return { stack: (key) => values[key]?.value, env, origin, unencrypted };
}

export function projectAbove(folder: string): string | undefined {
  const file = PROJECT_FILES.map((name) => join(folder, name)).find((path) => existsSync(path));
  const above = dirname(folder);
  return file ?? (above === folder ? undefined : projectAbove(above));
}

function readShown(text: string): Shown {
  try {
    return shown.parse(JSON.parse(text));
  } catch {
    // Says nothing of the text, since it holds secrets.
    throw new ProviderError("stack_config", "pulumi config printed something else than its JSON", "Update pulumi");
  }
}

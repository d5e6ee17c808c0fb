import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ConfigMap, ConfigValue, OutputMap } from "@pulumi/pulumi/automation";
import { DERIVED_KEY, derivedKey, PASSPHRASE, type SecretKeeper, secretKeeper } from "./passphrase";

/**
 * A stack as the files that the engine keeps of it. To make one, to empty it, and to read or write its state and settings
 * would otherwise take the CLI each time: most of what a test costs.
 */

/** By these keys a state tells a secret from an object. */
const SECRET = { mark: "4dabf18193072939515e22adb298388d", value: "1b47061264138c4ac30d75fd1eb44270" };

/** Deriving a key takes a quarter of a second; all stacks of a process have the same. */
let keeper: SecretKeeper | undefined;
function secrets(): SecretKeeper {
  keeper ??= secretKeeper();
  return keeper;
}

export interface StateResource {
  urn: string;
  type: string;
  id?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
}

/** What `pulumi stack export` prints, secrets encrypted. */
export interface StackExport {
  version: 3;
  deployment: { resources?: StateResource[]; pending_operations?: unknown[] } & Record<string, unknown>;
}

/** Where a stack is, and what it is called there. */
export interface StackPlace {
  /** The folder of its project. */
  project: string;
  backend: string;
  projectName: string;
  stackName: string;
}

interface Settings {
  encryptionsalt: string;
  config: Record<string, string | { secure: string }>;
}

export class StackFiles {
  readonly #secrets = secrets();
  readonly #settings: string;
  readonly #checkpoint: string;

  constructor(readonly place: StackPlace) {
    const { project, backend, projectName, stackName } = place;
    this.#settings = join(project, `Pulumi.${stackName}.json`);
    this.#checkpoint = join(backend, `.pulumi/stacks/${projectName}/${stackName}.json`);
  }

  /** What the engine has to know of them. */
  get env(): Record<string, string> {
    return {
      PULUMI_BACKEND_URL: `file://${this.place.backend}`,
      PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
      [DERIVED_KEY]: derivedKey(),
    };
  }

  async create(projectFile: Record<string, unknown>): Promise<void> {
    const { project, backend, projectName } = this.place;
    await mkdir(dirname(this.#checkpoint), { recursive: true });
    await mkdir(project, { recursive: true });
    await writeFile(join(backend, ".pulumi/meta.yaml"), "version: 1\n");
    await writeFile(join(project, "Pulumi.json"), JSON.stringify({ name: projectName, ...projectFile }));
    await this.#writeSettings({ encryptionsalt: this.#secrets.salt, config: {} });
    await this.empty();
  }

  /** Forgets all resources, and whatever a command that was ended has left pending. */
  async empty(): Promise<void> {
    const secrets_providers = { type: "passphrase", state: { salt: this.#secrets.salt } };
    const manifest = { time: new Date().toISOString(), magic: "", version: "" };
    await this.import({ version: 3, deployment: { manifest, secrets_providers } });
  }

  async export(): Promise<StackExport> {
    const { checkpoint } = JSON.parse(await readFile(this.#checkpoint, "utf8"));
    return { version: 3, deployment: checkpoint.latest };
  }

  /** As `pulumi stack import --force`, except that it keeps what is pending. */
  async import({ version, deployment }: StackExport): Promise<void> {
    const { projectName, stackName } = this.place;
    await rm(`${this.#checkpoint}.attrs`, { force: true });
    const checkpoint = { stack: `organization/${projectName}/${stackName}`, latest: deployment };
    await writeFile(this.#checkpoint, JSON.stringify({ version, checkpoint }));
  }

  /** The backend does not know the stack any more. */
  async remove(): Promise<void> {
    for (const file of [this.#checkpoint, `${this.#checkpoint}.attrs`, this.#settings]) await rm(file, { force: true });
  }

  async config(): Promise<ConfigMap> {
    const { config } = await this.#readSettings();
    const entries = Object.entries(config).map(([key, value]): [string, ConfigValue] => [
      key,
      typeof value === "string" ? { value } : { value: this.#secrets.decrypt(value.secure), secret: true },
    ]);
    return Object.fromEntries(entries);
  }

  /** `undefined` removes a key. */
  async configure(values: Record<string, string | ConfigValue | undefined>): Promise<void> {
    const settings = await this.#readSettings();
    for (const [key, it] of Object.entries(values)) {
      const { value, secret } = typeof it === "object" ? it : { value: it, secret: false };
      if (value === undefined) delete settings.config[key];
      else settings.config[key] = secret ? { secure: this.#secrets.encrypt(value) } : value;
    }
    await this.#writeSettings(settings);
  }

  /** As `pulumi stack export --show-secrets` gives them. */
  async resources(): Promise<StateResource[]> {
    const { checkpoint } = JSON.parse(await readFile(this.#checkpoint, "utf8"), (_, value) => this.#plain(value));
    return checkpoint.latest.resources ?? [];
  }

  async outputs(): Promise<OutputMap> {
    const root = (await this.resources()).find(({ type }) => type === "pulumi:pulumi:Stack");
    const entries = Object.entries(root?.outputs ?? {}).map(([key, value]) => [
      key,
      { value: withoutSecrets(value), secret: isSecret(value) },
    ]);
    return Object.fromEntries(entries);
  }

  #plain(value: unknown): unknown {
    if (!isSecret(value) || !("ciphertext" in value)) return value;
    const { ciphertext, ...rest } = value;
    return { ...rest, plaintext: this.#secrets.decrypt(String(ciphertext)) };
  }

  async #readSettings(): Promise<Settings> {
    return JSON.parse(await readFile(this.#settings, "utf8"));
  }

  async #writeSettings(settings: Settings): Promise<void> {
    await writeFile(this.#settings, JSON.stringify(settings, undefined, 2));
  }
}

function isSecret(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Reflect.get(value, SECRET.mark) === SECRET.value;
}

/** The value with every secret in it in plain text. */
function withoutSecrets(value: unknown): unknown {
  if (isSecret(value)) return withoutSecrets(JSON.parse(String(value.plaintext)));
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, withoutSecrets(it)]));
}

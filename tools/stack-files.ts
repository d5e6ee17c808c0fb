import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ConfigMap, ConfigValue, OutputMap } from "@pulumi/pulumi/automation";
import { type SecretKeeper, secretKeeper } from "./passphrase";

/**
 * A stack as the files that the engine keeps of it. To make one, to empty it, and to read or write its state and settings
 * would otherwise take the CLI each time: most of what a test costs.
 */

const PASSPHRASE = "passphrase";
const PROJECT = "test";
const STACK = "test";
/** By these keys a state tells a secret from an object. */
const SECRET = { mark: "4dabf18193072939515e22adb298388d", value: "1b47061264138c4ac30d75fd1eb44270" };

/** Deriving a key takes a quarter of a second; all stacks of a process have the same. */
let keeper: SecretKeeper | undefined;
function secrets(): SecretKeeper {
  keeper ??= secretKeeper(PASSPHRASE);
  return keeper;
}

export interface StateResource {
  urn: string;
  type: string;
  id?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
}

interface Settings {
  encryptionsalt: string;
  config: Record<string, string | { secure: string }>;
}

export class StackFiles {
  readonly #secrets = secrets();
  readonly project: string;
  readonly backend: string;
  readonly #settings: string;
  readonly #checkpoint: string;

  /** @param folder becomes theirs */
  constructor(folder: string) {
    this.project = join(folder, "project");
    this.backend = join(folder, "backend");
    this.#settings = join(this.project, `Pulumi.${STACK}.json`);
    this.#checkpoint = join(this.backend, `.pulumi/stacks/${PROJECT}/${STACK}.json`);
  }

  /** What the engine has to know of them. */
  get env(): Record<string, string> {
    return { PULUMI_BACKEND_URL: `file://${this.backend}`, PULUMI_CONFIG_PASSPHRASE: PASSPHRASE };
  }

  async create(projectFile: Record<string, unknown>): Promise<void> {
    await mkdir(dirname(this.#checkpoint), { recursive: true });
    await mkdir(this.project);
    await writeFile(join(this.backend, ".pulumi/meta.yaml"), "version: 1\n");
    await writeFile(join(this.project, "Pulumi.json"), JSON.stringify({ name: PROJECT, ...projectFile }));
    await this.#writeSettings({ encryptionsalt: this.#secrets.salt, config: {} });
    await this.empty();
  }

  /** Forgets all resources, and whatever a command that was ended has left pending. */
  async empty(): Promise<void> {
    const secrets = { type: "passphrase", state: { salt: this.#secrets.salt } };
    const latest = { manifest: { time: new Date().toISOString(), magic: "", version: "" }, secrets_providers: secrets };
    await rm(`${this.#checkpoint}.attrs`, { force: true });
    const checkpoint = { stack: `organization/${PROJECT}/${STACK}`, latest };
    await writeFile(this.#checkpoint, JSON.stringify({ version: 3, checkpoint }));
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

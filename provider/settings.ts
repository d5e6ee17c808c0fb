import { asArgument, configSet } from "./config-set";
import { ConfigurationError } from "./errors";
import { isSecureUrl } from "./http/address";
import type { Limits } from "./http/transport";

/** Looks up a key such as `workato-dcr:apiToken` in the stack's configuration; secrets arrive in plain text. */
export type StackConfig = (key: string) => string | undefined;

/** A setting that stands for something: its key in the stack's configuration, and its environment variable, or an empty text. */
export type Setting = readonly [key: string, variable: string];

/** Where the value of a setting came from, and the commands that change it there. */
interface Origin {
  /** What the user knows it by: the key, or the variable. */
  name: string;
  where: string;
  remove: string;
  set(value: string): string;
}

/** Reads settings and collects what is wrong with them. */
export class Settings {
  private readonly problems: { what: string; command: string }[] = [];

  constructor(
    private readonly stack: StackConfig,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** An empty value counts as given in the stack (`oktaAuthorizationServerId` uses it), and as absent in the environment. */
  get(key: string, variable?: string): string | undefined {
    return this.stack(key) ?? (variable === undefined ? undefined : this.variable(variable));
  }

  /** Of the environment alone. */
  variable(name: string): string | undefined {
    return this.env[name] || undefined;
  }

  isInStack([key]: Setting): boolean {
    return this.stack(key) !== undefined;
  }

  /**
   * Settings that stand for the same thing, of which one is given: where the stack gives any of them, the environment has no
   * say in the others.
   */
  alternatives<const Pairs extends readonly Setting[]>(pairs: Pairs) {
    const ofStack = pairs.map(([key]) => this.stack(key));
    const given = ofStack.some((value) => value !== undefined);
    const values = given ? ofStack : pairs.map(([, variable]) => this.env[variable] || undefined);
    return values as { [Index in keyof Pairs]: string | undefined };
  }

  origin([key, variable]: Setting): Origin {
    if (this.stack(key) === undefined && this.env[variable]) {
      return {
        name: variable,
        where: "in the environment",
        remove: `unset ${variable}`,
        set: (value) => `export ${variable}=${value}`,
      };
    }
    return {
      name: key,
      where: "in the stack's configuration",
      remove: `pulumi config rm ${asArgument(key)}`,
      set: (value) => `${configSet(key)} ${value}`,
    };
  }

  /** Complains of two {@link alternatives} that are both given; what it says to run removes the first. */
  bothSet(first: Setting, second: Setting): void {
    const { name, where, remove } = this.origin(first);
    this.problem(`${name} and ${this.origin(second).name} are both set ${where}`, remove);
  }

  required(key: string, variable: string, argument: string): string {
    const value = this.get(key, variable);
    if (!value)
      this.problem(`${key} is missing (${variable} is not set either)`, `pulumi config set ${argument} <token>`);
    return value ?? "";
  }

  number(key: string, fallback: number): number {
    return this.numberIfGiven(key, fallback) ?? fallback;
  }

  /** @param example for the command that mends it */
  numberIfGiven(key: string, example: number): number | undefined {
    const text = this.get(key);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (text.trim() !== "" && Number.isFinite(value) && value > 0) return value;
    this.problem(`${key} is "${text}", not a positive number`, `${configSet(key)} ${example}`);
    return undefined;
  }

  /** A list is given as JSON, as `pulumi config set --path` stores it, or separated by commas. */
  list(key: string, variable: string): string[] | undefined {
    const text = this.get(key, variable);
    if (text === undefined) return undefined;
    return text
      .replace(/[[\]"]/g, "")
      .split(",")
      .map((item) => item.trim())
      .filter((item) => item !== "");
  }

  /** @param setting the one that gave the text */
  url(setting: Setting, text: string): string {
    if (!isBaseUrl(text)) {
      const { name, set } = this.origin(setting);
      this.problem(`${name} is not an https URL (http is for loopback only)`, set("https://…"));
    }
    return text.replace(/\/+$/, "");
  }

  problem(what: string, command: string): void {
    this.problems.push({ what, command });
  }

  complain(subject: string): void {
    if (this.problems.length === 0) return;
    throw new ConfigurationError(
      `${subject} cannot be used: ${this.problems.map(({ what }) => what).join("; ")}`,
      `Run: ${this.problems.map(({ command }) => command).join(" && ")}`,
    );
  }
}

/** Secure, with neither credentials, nor a query, nor a fragment. */
export function isBaseUrl(text: string): boolean {
  return URL.canParse(text) && isSecureUrl(new URL(text)) && !/\s|[#?]|\/\/[^/]*@/.test(text);
}

/** What holds for every vendor. */
export function limits(settings: Settings): Limits {
  return {
    timeoutSeconds: settings.number("workato-dcr:requestTimeoutSeconds", 60),
    retryTotalSeconds: settings.number("workato-dcr:retryTotalSeconds", 300),
  };
}

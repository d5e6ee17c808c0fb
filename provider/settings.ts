import { isIP } from "node:net";
import { ConfigurationError } from "./errors";

/** Looks up a key such as `workato:apiToken` in the stack's configuration; secrets arrive in plain text. */
export type StackConfig = (key: string) => string | undefined;

/** Reads settings and collects what is wrong with them. */
export class Settings {
  private readonly problems: { what: string; command: string }[] = [];

  constructor(
    private readonly stack: StackConfig,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** An empty value counts as given in the stack (`oktaAuthorizationServerId` uses it), and as absent in the environment. */
  get(key: string, variable?: string): string | undefined {
    return this.stack(key) ?? ((variable && this.env[variable]) || undefined);
  }

  /**
   * Settings that stand for the same thing, of which one is given: where the stack gives any of them, the environment has no
   * say in the others.
   */
  alternatives<const Pairs extends readonly (readonly [key: string, variable: string])[]>(pairs: Pairs) {
    const ofStack = pairs.map(([key]) => this.stack(key));
    const given = ofStack.some((value) => value !== undefined);
    const values = given ? ofStack : pairs.map(([, variable]) => this.env[variable] || undefined);
    return values as { [Index in keyof Pairs]: string | undefined };
  }

  required(key: string, variable: string, argument: string): string {
    const value = this.get(key, variable);
    if (!value)
      this.problem(`${key} is missing (${variable} is not set either)`, `pulumi config set ${argument} <token>`);
    return value ?? "";
  }

  number(key: string, fallback: number): number {
    const text = this.get(key);
    if (text === undefined) return fallback;
    const value = Number(text);
    if (text.trim() !== "" && Number.isFinite(value) && value > 0) return value;
    this.problem(`${key} is "${text}", not a positive number`, `pulumi config set ${key} ${fallback}`);
    return fallback;
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

  url(key: string, text: string): string {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const secure = url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(url.hostname));
    // Neither credentials, nor a query, nor a fragment.
    if (!url || !secure || /\s|[#?]|\/\/[^/]*@/.test(text)) {
      this.problem(`${key} is not an https URL (http is for loopback only)`, `pulumi config set ${key} https://…`);
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

function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, "");
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

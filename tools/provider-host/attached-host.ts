import { type ChildProcess, fork } from "node:child_process";
import type { Socket } from "node:net";

/** Below V8's default of 16 MB for what is young, each command that begins the package anew would have it cleared several times. */
const SPACIOUS = ["--max-semi-space-size=64"];

/** A process that hosts the providers of one stack, started by the first command; the engine attaches to it. */
export class AttachedHost {
  #child: ChildProcess | undefined;
  #attach: Promise<Record<string, string>> | undefined;

  /** @param cwd and env as those of the engine, which would start its own host with them */
  constructor(
    private readonly cwd: string,
    private readonly env: Record<string, string>,
  ) {}

  /** What the engine has to be told in its environment. */
  attach(): Promise<Record<string, string>> {
    this.#attach ??= this.#start();
    return this.#attach;
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child.once("exit", done));
    child.ref();
    child.kill("SIGKILL");
    await ended;
  }

  async #start(): Promise<Record<string, string>> {
    const env = { ...process.env, ...this.env };
    const child = fork(require.resolve("./attached.js"), { cwd: this.cwd, env, execArgv: SPACIOUS, silent: true });
    this.#child = child;
    let said = "";
    child.stderr?.on("data", (chunk) => {
      said += chunk;
    });
    const port = await new Promise<number>((done, reject) => {
      child.once("message", (message) => done((message as { port: number }).port));
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`the host of the providers ended with ${code}: ${said}`)));
    });
    // It ends with this process at the latest, and does not keep it.
    child.unref();
    child.channel?.unref();
    for (const pipe of [child.stdout, child.stderr]) (pipe as Socket | null)?.unref();
    return { PULUMI_DEBUG_PROVIDERS: `pulumi-nodejs:${port}` };
  }
}

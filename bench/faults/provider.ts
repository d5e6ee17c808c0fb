import { type ChildProcess, fork } from "node:child_process";
import type { Kind, Properties } from "./program";

/** What the provider answered with an error. A partial one holds what the engine is to record. */
export class CallFailed extends Error {
  constructor(
    message: string,
    readonly partial?: { id: string; properties: Properties },
  ) {
    super(message);
  }
}

/** The calls of a dynamic provider, with what each answers. */
interface Calls {
  check(olds: Properties, news: Properties): { inputs: Properties; failures?: { property: string; reason: string }[] };
  diff(
    id: string,
    olds: Properties,
    news: Properties,
  ): {
    changes?: boolean;
    replaces?: string[];
    deleteBeforeReplace?: boolean;
  };
  create(inputs: Properties): { id: string; outs: Properties };
  read(id: string, outputs: Properties): { id?: string; props?: Properties; inputs?: Properties };
  update(id: string, olds: Properties, news: Properties): { outs: Properties };
  delete(id: string, outputs: Properties): undefined;
}

interface Reply {
  id: number;
  answer?: never;
  error?: { message: string; partial?: { id: string; properties: Properties } };
}

const FILES: Record<Kind, string> = {
  HttpConnection: "http-connection",
  DcrProvider: "dcr-provider",
  ApiClient: "api-client",
  ApiClientCredential: "api-client-credential",
};

/** Each command loads the package anew: in V8's default of 16 MB for what is young, that is a tenth of the time. */
const SPACIOUS = ["--max-semi-space-size=64"];

/** A process of the provider, which can be killed at any time. */
export class Provider {
  /** Everything that it has printed. */
  output = "";
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  #calls = 0;

  /** @param folder below which the package is installed */
  constructor(folder: string) {
    const host = require.resolve("./provider-process.js");
    this.#child = fork(host, { cwd: folder, execArgv: SPACIOUS, silent: true });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on("data", (chunk) => {
        this.output += chunk;
      });
    }
    this.#child.on("message", (reply: Reply) => this.#waiting.get(reply.id)?.(reply));
    this.#child.once("exit", () => {
      for (const [id, end] of this.#waiting) end({ id, error: { message: `the provider ended: ${this.output}` } });
    });
  }

  /** A command of the engine begins. */
  async begin(config: Record<string, string>): Promise<void> {
    await this.#send({ begin: config });
  }

  call<Method extends keyof Calls>(kind: Kind, method: Method, ...args: Parameters<Calls[Method]>) {
    return this.#send({ kind: FILES[kind], method, args }) as Promise<ReturnType<Calls[Method]>>;
  }

  /** SIGKILL: calls that are under way fail. */
  async kill(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    if (this.#child.exitCode === null && this.#child.signalCode === null && this.#child.kill("SIGKILL")) await ended;
  }

  async #send(message: object): Promise<unknown> {
    const id = ++this.#calls;
    const { answer, error } = await new Promise<Reply>((done) => {
      this.#waiting.set(id, done);
      this.#child.send({ id, ...message }, (gone) => gone && done({ id, error: { message: gone.message } }));
    });
    this.#waiting.delete(id);
    if (error) throw new CallFailed(error.message, error.partial);
    return answer;
  }
}

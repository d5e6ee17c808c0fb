import { type Declared, type Held, inputsOf, type Kind } from "./program";
import { CallFailed, type Properties, type ProviderProcess } from "./provider-process";

const MODULES: Record<Kind, string> = {
  HttpConnection: "http-connection",
  DcrProvider: "dcr-provider",
  ApiClient: "api-client",
  ApiClientCredential: "api-client-credential",
};

/** How a command of the engine ended: `errors` is what it shows, empty after a success. */
export interface Ended {
  errors: string[];
  /** What was done, such as `update orders`. */
  steps: string[];
}

/** Told before each call that may change something, and after it, before its result is recorded. */
export interface Watch {
  before?(step: string): Promise<void>;
  /** `false`: the engine dies before it has recorded the result. */
  record?(step: string): Promise<boolean>;
}

let commands = 0;

/**
 * The engine's step logic for one stack, one step after the other: check, then create, or diff and update; what is no longer
 * declared is deleted last, in reverse order. What it does with failures is what the engine was seen to do: a partial result is
 * recorded and leads to an update next time; another failure of a create leaves nothing; one of an update or delete keeps
 * what was there. It has no previews.
 */
export class EngineStandIn {
  held = new Map<string, Held>();
  provider: ProviderProcess;

  constructor(
    provider: ProviderProcess,
    private readonly config: Record<string, string>,
  ) {
    this.provider = provider;
  }

  up(program: readonly Declared[], watch: Watch = {}): Promise<Ended> {
    return this.#command((run) => this.#apply(program, run), watch);
  }

  refresh(watch: Watch = {}): Promise<Ended> {
    return this.#command((run) => this.#refresh(run), watch);
  }

  async #apply(program: readonly Declared[], run: Run): Promise<void> {
    for (const declared of program) await run.apply(declared, inputsOf(declared, this.held));
    const names = program.map(({ name }) => name);
    for (const held of [...this.held.values()].reverse()) if (!names.includes(held.name)) await run.delete(held);
  }

  async #refresh(run: Run): Promise<void> {
    for (const held of [...this.held.values()]) await run.read(held);
  }

  /** A refresh and what it leads to, as one command: `up --refresh`. */
  upAfterRefresh(program: readonly Declared[]): Promise<Ended> {
    return this.#command(async (run) => {
      await this.#refresh(run);
      run.steps.length = 0;
      await this.#apply(program, run);
    }, {});
  }

  async #command(work: (run: Run) => Promise<void>, watch: Watch): Promise<Ended> {
    const run = new Run(this.held, this.provider, watch);
    const errors: string[] = [];
    try {
      await this.provider.configure(this.config);
      await work(run);
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      errors.push(error.message);
    }
    return { errors, steps: run.steps };
  }
}

/** One command. */
class Run {
  readonly steps: string[] = [];
  /** Every command of the engine has a new provider process. Here it is the same one, and the package is loaded anew. */
  readonly #command = ++commands;

  constructor(
    private readonly held: Map<string, Held>,
    private readonly provider: ProviderProcess,
    private readonly watch: Watch,
  ) {}

  async apply(declared: Declared, news: Properties): Promise<void> {
    const { kind, name } = declared;
    const old = this.held.get(name);
    const olds = old ? this.#sent(kind, old.inputs) : {};
    const { inputs, failures } = await this.provider.check(olds, this.#sent(kind, news));
    if (failures.length > 0) throw new CallFailed(failures.join("\n"));
    const record = (id: string, outputs: Properties, unfinished: boolean) =>
      this.held.set(name, { kind, name, id, inputs: own(inputs), outputs: own(outputs), unfinished });

    if (old) {
      const { id, outputs } = old;
      const diff = await this.provider.diff(id, this.#sent(kind, outputs), inputs);
      if (!diff.replaces) {
        if (!diff.changes && !old.unfinished) return;
        return this.#step(`update ${name}`, record, async () => {
          return { id, outputs: await this.provider.update(id, this.#sent(kind, outputs), inputs) };
        });
      }
      await this.delete(old);
    }
    await this.#step(`create ${name}`, record, () => this.provider.create(inputs));
  }

  async delete({ kind, name, id, outputs }: Held): Promise<void> {
    await this.#step(
      `delete ${name}`,
      () => this.held.delete(name),
      async () => {
        await this.provider.delete(id, this.#sent(kind, outputs));
        return { id, outputs };
      },
    );
  }

  async read(old: Held): Promise<void> {
    const { kind, name, id, outputs } = old;
    let gone = false;
    let inputs = old.inputs;
    await this.#step(
      `read ${name}`,
      (_, seen) => (gone ? this.held.delete(name) : this.held.set(name, { ...old, inputs, outputs: own(seen) })),
      async () => {
        const found = await this.provider.read(id, this.#sent(kind, outputs));
        gone = found === undefined;
        inputs = own(found?.inputs ?? {});
        return { id, outputs: found?.outputs ?? {} };
      },
    );
  }

  async #step(
    step: string,
    record: (id: string, outputs: Properties, unfinished: boolean) => void,
    work: () => Promise<{ id: string; outputs: Properties }>,
  ): Promise<void> {
    await this.watch.before?.(step);
    this.steps.push(step);
    const recorded = async () => {
      if ((await this.watch.record?.(step)) === false) throw new CallFailed("the engine was killed");
    };
    try {
      const { id, outputs } = await work();
      await recorded();
      record(id, outputs, false);
    } catch (error) {
      if (error instanceof CallFailed && error.partial) {
        await recorded();
        record(error.partial.id, error.partial.properties, true);
      }
      throw error;
    }
  }

  /** With the provider's own entry, which is what the SDK serialises, but for the fresh modules. */
  #sent(kind: Kind, properties: Properties): Properties {
    const file = `pulumi-workato-dcr/dist/provider/dynamic/${MODULES[kind]}.js`;
    const __provider = `exports.handler = () => {
      beginCommand(${this.#command});
      return require("${file}");
    };`;
    return { ...properties, __provider };
  }
}

function own(properties: Properties): Properties {
  const { __provider, ...rest } = properties;
  return rest;
}

import { type Declared, type Held, inputsOf, type Kind, type Properties } from "./program";
import { CallFailed, type Provider } from "./provider";

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

/** In the order in which they need each other. */
const KINDS: Kind[] = ["HttpConnection", "DcrProvider", "ApiClient", "ApiClientCredential"];

/**
 * The engine's step logic for one stack, one step after the other: check, then create, or diff and update; what is no longer
 * declared, and what was replaced, is deleted last. A tainted resource is created anew without a diff, and its check gets no olds.
 * What it does with failures is what the engine was seen to do: a partial result is recorded and leads to an update next time;
 * another failure of a create leaves nothing; one of an update or delete keeps what was there. It has no previews.
 */
export class Engine {
  #watch: Watch = {};
  #steps: string[] = [];

  constructor(
    public provider: Provider,
    public config: Record<string, string>,
    readonly held: Held[],
  ) {}

  up(program: readonly Declared[], watch: Watch = {}): Promise<Ended> {
    return this.#command(watch, () => this.#applyAll(program));
  }

  refresh(watch: Watch = {}): Promise<Ended> {
    return this.#command(watch, () => this.#readAll());
  }

  /** A refresh and what it leads to, as one command: `up --refresh`. */
  upAfterRefresh(program: readonly Declared[]): Promise<Ended> {
    return this.#command({}, async () => {
      await this.#readAll();
      this.#steps = [];
      await this.#applyAll(program);
    });
  }

  async #command(watch: Watch, work: () => Promise<void>): Promise<Ended> {
    this.#watch = watch;
    this.#steps = [];
    const errors: string[] = [];
    try {
      await this.provider.begin(this.config);
      await work();
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      errors.push(error.message);
    }
    return { errors, steps: this.#steps };
  }

  async #readAll(): Promise<void> {
    for (const held of [...this.held]) await this.#read(held);
  }

  async #applyAll(program: readonly Declared[]): Promise<void> {
    for (const declared of program) await this.#apply(declared, inputsOf(declared, this.held));
    const unwanted = this.held.filter((it) => it.replaced || !program.some(({ name }) => name === it.name));
    for (const held of unwanted.sort((a, b) => KINDS.indexOf(b.kind) - KINDS.indexOf(a.kind))) await this.#delete(held);
  }

  async #apply({ kind, name }: Declared, news: Properties): Promise<void> {
    const old = this.held.find((it) => it.name === name && !it.replaced);
    const { inputs, failures = [] } = await this.provider.call(kind, "check", olds(old), news);
    if (failures.length > 0) throw new CallFailed(failures.map((it) => `${it.property}: ${it.reason}`).join("\n"));
    if (!old) return this.#create(kind, name, inputs);
    const { id, outputs } = old;
    const diff = old.tainted ? replacing(kind) : await this.provider.call(kind, "diff", id, outputs, inputs);
    if (diff.replaces?.length) {
      if (diff.deleteBeforeReplace) await this.#delete(old);
      return this.#create(kind, name, inputs, old);
    }
    if (!diff.changes && !old.unfinished) return;
    const record = (_: string, outputs: Properties, unfinished: boolean) =>
      Object.assign(old, { inputs, outputs, unfinished });
    await this.#step(`update ${name}`, record, async () => {
      return { id, outputs: (await this.provider.call(kind, "update", id, outputs, inputs)).outs };
    });
  }

  async #create(kind: Kind, name: string, inputs: Properties, old?: Held): Promise<void> {
    const record = (id: string, outputs: Properties, unfinished: boolean) => {
      if (old) old.replaced = true;
      this.held.push({ kind, name, id, inputs, outputs, unfinished });
    };
    await this.#step(`create ${name}`, record, async () => {
      const { id, outs: outputs } = await this.provider.call(kind, "create", inputs);
      return { id, outputs };
    });
  }

  async #delete(held: Held): Promise<void> {
    const { kind, name, id, outputs } = held;
    const record = () => this.held.splice(this.held.indexOf(held), 1);
    await this.#step(`delete ${name}`, record, async () => {
      await this.provider.call(kind, "delete", id, outputs);
      return { id, outputs };
    });
  }

  async #read(held: Held): Promise<void> {
    const { kind, name, id, outputs } = held;
    const record = (found: string, outputs: Properties) => {
      if (found === "") this.held.splice(this.held.indexOf(held), 1);
      else Object.assign(held, { inputs, outputs });
    };
    let inputs: Properties = {};
    await this.#step(`read ${name}`, record, async () => {
      const found = await this.provider.call(kind, "read", id, outputs);
      inputs = found.inputs ?? {};
      return { id: found.id ?? "", outputs: found.props ?? {} };
    });
  }

  async #step(
    step: string,
    record: (id: string, outputs: Properties, unfinished: boolean) => void,
    work: () => Promise<{ id: string; outputs: Properties }>,
  ): Promise<void> {
    await this.#watch.before?.(step);
    this.#steps.push(step);
    const recorded = async () => {
      if ((await this.#watch.record?.(step)) === false) throw new CallFailed("the engine was killed");
    };
    try {
      const { id, outputs } = await work();
      await recorded();
      record(id, { ...outputs, ...HOSTED }, false);
    } catch (error) {
      if (error instanceof CallFailed && error.partial) {
        await recorded();
        record(error.partial.id, { ...error.partial.properties, ...HOSTED }, true);
      }
      throw error;
    }
  }
}

/** What the host of dynamic providers adds to every state, to find the provider by. */
const HOSTED = { __provider: "exports.handler = …" };

/** What a diff would say of a tainted resource; `sdk/` has the engine delete a DcrProvider first. */
const replacing = (kind: Kind) => ({
  changes: true,
  replaces: ["tainted"],
  deleteBeforeReplace: kind === "DcrProvider",
});

const olds = (old: Held | undefined): Properties => (old && !old.tainted ? old.inputs : {});

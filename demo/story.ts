import { isDeepStrictEqual } from "node:util";
import { condense, problems } from "./engine-output";
import * as format from "./format";
import type { Report, StepResult } from "./report";
import type { EngineRun } from "./stage";

/** What a step has to show. A fact that is not as told fails the step, which goes on; an error ends the act. */
export interface Seen {
  /** Shows what a command of the engine printed. @throws Error where it failed */
  engine(run: EngineRun): EngineRun;
  /** The same for a command that must fail. @throws Error where it succeeded */
  refusal(run: EngineRun): EngineRun;
  equals(what: string, actual: unknown, told: unknown, remark?: string): void;
  holds(what: string, actual: boolean, remark?: string): void;
  /** Shows lines that nothing is told of. */
  lines(lines: readonly string[]): void;
}

class ActEnded extends Error {}

/** Nobody should wonder for longer whether it still goes on. */
const LONGEST_SILENCE_MS = 8_000;

/** Runs steps one after the other, prints them as they go, and keeps what came of them. */
export class Story {
  readonly steps: StepResult[] = [];
  /** Ends when a step has printed nothing for too long. */
  private silence: NodeJS.Timeout | undefined;
  /** Everything printed so far. */
  transcript = "";

  constructor(
    private readonly out: (line: string) => void,
    private readonly look: format.Look,
    /** Aborted, no further step begins. */
    private readonly signal: AbortSignal,
    private readonly longestSilenceMs = LONGEST_SILENCE_MS,
  ) {}

  print(lines: readonly string[]): void {
    this.silence?.refresh();
    for (const line of lines) {
      this.transcript += `${line}\n`;
      this.out(line);
    }
  }

  /** An act that cannot go on ends, and the story goes on with the next one. */
  async act<T>(title: string, told: string, perform: () => Promise<T>): Promise<T | undefined> {
    this.print(format.actHeading(title, told, this.look));
    try {
      return await perform();
    } catch (error) {
      if (error instanceof ActEnded) return undefined;
      throw error;
    }
  }

  async step(name: string, told: string, perform: (seen: Seen) => Promise<void>): Promise<void> {
    this.signal.throwIfAborted();
    this.print(format.stepHeading(this.steps.length + 1, name, told, this.look));
    const result: StepResult = { name, ok: true, ms: 0, requests: 0 };
    this.steps.push(result);
    const start = Date.now();
    this.silence = setInterval(() => {
      this.print([format.stillAtIt(Date.now() - start, this.look)]);
    }, this.longestSilenceMs);
    const error = await perform(this.seen(result)).catch((thrown) => thrown ?? new Error("nothing was said"));
    clearInterval(this.silence);
    this.silence = undefined;
    this.signal.throwIfAborted();
    result.ms = Date.now() - start;
    if (error !== undefined) {
      result.ok = false;
      this.print(format.errorLines(`${error instanceof Error ? error.message : error}`, this.look));
    }
    this.print([format.stepFooter(result.ms, result.requests, this.look)]);
    if (error !== undefined) throw new ActEnded();
  }

  /** Ends the story. */
  close(secretsInState: number, leftOver: number): Report {
    const ok = this.steps.length > 0 && this.steps.every((step) => step.ok) && secretsInState === 0 && leftOver === 0;
    const report = { ok, steps: this.steps, secretsInState, leftOver };
    this.print(format.summary(report, this.look));
    return report;
  }

  private seen(result: StepResult): Seen {
    const show = (run: EngineRun) => {
      result.requests += run.requests.length;
      this.print(format.engineLines(condense(run.printed), this.look));
    };
    const fact = (it: format.Fact) => {
      result.ok &&= it.ok;
      this.print(format.factLines(it, this.look));
    };
    return {
      engine: (run) => {
        show(run);
        const why = problems(run.printed).length > 0 ? "" : `: ${run.printed}`;
        if (!run.succeeded) throw new Error(`the engine's command failed${why}`);
        return run;
      },
      refusal: (run) => {
        show(run);
        if (run.succeeded) throw new Error("the engine's command succeeded, and should have been refused");
        return run;
      },
      equals: (what, actual, told, remark) =>
        fact({
          what,
          ok: isDeepStrictEqual(actual, told),
          actual: text(actual),
          wanted: text(told),
          ...(remark && { remark }),
        }),
      holds: (what, actual, remark) =>
        fact({ what, ok: actual, ...(!actual && { actual: "no" }), ...(remark && { remark }) }),
      lines: (lines) => this.print(format.engineLines(lines, this.look)),
    };
  }
}

function text(value: unknown): string {
  return Array.isArray(value) ? value.join(", ") || "none" : String(value);
}

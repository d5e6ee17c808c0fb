import { AsyncLocalStorage } from "node:async_hooks";
import { Client, InterceptingCall, type Interceptor, Metadata, type sendUnaryData, status } from "@grpc/grpc-js";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import * as runtime from "@pulumi/pulumi/runtime";

/**
 * Mends how the Automation API runs a program in this process, for all stacks of the process. As it is, an error that has
 * the code of a lost connection is swallowed: the engine takes the program for one that declares nothing, deletes the whole
 * stack and reports success. And what a program leaves behind, connections and listeners, meets the programs after it.
 */

/** So long a program that has lost a call may take to end by itself; it may wait for ever for what the call would have given. */
const GRACE_MS = 2_000;

/** What the engine is answered to its request to run the program. */
interface Answer {
  setError(message: string): void;
}

interface LanguageServer {
  program: PulumiFn;
  run(call: unknown, callback: sendUnaryData<Answer>): void;
  onPulumiExit(hasError: boolean): void;
}

/** A run of a program, until the engine's process has ended. */
class Run {
  /** The first thing for which the program cannot have declared all that it wanted to. */
  trouble = "";
  readonly connections = new Set<unknown>();
  leave = (): void => {};
  #grace: NodeJS.Timeout | undefined;

  /** @param giveUp tells the engine where the program does not end */
  constructor(private readonly giveUp: (trouble: string) => void) {}

  lost(what: string): void {
    this.trouble ||= what;
    this.#grace ??= setTimeout(() => this.giveUp(this.trouble), GRACE_MS);
  }

  end(): void {
    clearTimeout(this.#grace);
    this.leave();
    for (const connection of this.connections) if (connection instanceof Client) connection.close();
  }
}

const EVENTS = ["uncaughtException", "unhandledRejection"];
const LOST = [status.UNAVAILABLE, status.CANCELLED];

/** The run that a call belongs to. */
const current = new AsyncLocalStorage<Run>();
const runs = new WeakMap<LanguageServer, Run>();

/** Every call of a program to the engine passes here. */
const watch: Interceptor = (options, nextCall) => {
  const run = current.getStore();
  const call = nextCall(options);
  if (!run) return new InterceptingCall(call);
  run.connections.add(runtime.getMonitor()).add(runtime.getEngine());
  const { path } = options.method_definition;
  if (run.trouble && path.endsWith("/SignalAndWaitForShutdown")) return unsent(call);
  return new InterceptingCall(call, {
    start: (metadata, listener, next) =>
      next(metadata, {
        onReceiveStatus: (result, pass) => {
          const { code, details } = result;
          const isLost = LOST.includes(code);
          if (isLost) run.lost(`its call ${path} to the engine was lost (${status[code]}: ${details})`);
          if (!isLost || !path.endsWith("/RegisterResourceOutputs")) return pass(result);
          // The SDK rejects a promise that nobody has, if need be when the command has long ended. The answer is empty, and the loss is told.
          listener.onReceiveMessage(undefined);
          pass({ ...result, code: status.OK });
        },
      }),
  });
};

/** With this call a program says that it has declared everything, and the engine deletes the rest. The SDK goes on where it is not answered. */
function unsent(call: ReturnType<Parameters<Interceptor>[1]>): InterceptingCall {
  const lost = { code: status.UNAVAILABLE, details: "not sent", metadata: new Metadata() };
  return new InterceptingCall(call, {
    start: (_, listener) => void setImmediate(() => listener.onReceiveStatus(lost)),
    sendMessage: () => {},
    halfClose: () => {},
  });
}

// What the types do not tell is found by name; another SDK that lacks it must not pass for one that is mended.
const { grpcClientOptions } = runtime as unknown as { grpcClientOptions: Record<string, unknown> };
const { prototype } = require("@pulumi/pulumi/automation/server").LanguageServer as { prototype: LanguageServer };
// gRPC would keep for the whole process that an address cannot be reached, and a later engine may get the same port.
grpcClientOptions["grpc.use_local_subchannel_pool"] = 1;
(grpcClientOptions.interceptors as Interceptor[]).push(watch);

const { run: runProgram, onPulumiExit } = prototype;

prototype.run = function (call, callback) {
  let answered = false;
  const answer: typeof callback = (...result) => {
    if (!answered) callback(...result);
    answered = true;
  };
  const run = new Run((trouble) => answer({ code: status.ABORTED, details: notToItsEnd(trouble) }));
  runs.set(this, run);
  const { program } = this;
  this.program = async () => {
    try {
      return await program();
    } catch (error) {
      run.trouble ||= error instanceof Error ? error.message : String(error);
      throw error;
    }
  };
  const before = new Set(listeners());
  current.run(run, () =>
    runProgram.call(this, call, (error, response) => {
      if (!error && run.trouble) response?.setError(notToItsEnd(run.trouble));
      answer(error, response);
    }),
  );
  const added = listeners().filter((listener) => !before.has(listener));
  run.leave = () => {
    for (const event of EVENTS) for (const listener of added) process.off(event, listener);
  };
};

prototype.onPulumiExit = function (hasError) {
  try {
    onPulumiExit.call(this, hasError);
  } finally {
    runs.get(this)?.end();
  }
};

function listeners(): ((...args: unknown[]) => void)[] {
  return EVENTS.flatMap((event) => process.listeners(event as NodeJS.Signals) as ((...args: unknown[]) => void)[]);
}

const notToItsEnd = (trouble: string) =>
  `the program did not run to its end, so what it did not declare is kept: ${trouble}. Run the command again.`;

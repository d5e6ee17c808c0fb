import { Client } from "@grpc/grpc-js";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { getEngine, getMonitor } from "@pulumi/pulumi/runtime";
import { installedSdk } from "../../tools/installed";
import { type Declared, type Kind, reference } from "./program";
import type { Properties } from "./provider-process";

const sdk = installedSdk();

const CONSTRUCTORS: Record<Kind, (name: string, args: never) => object> = {
  HttpConnection: (name, args) => new sdk.HttpConnection(name, args),
  DcrProvider: (name, args) => new sdk.DcrProvider(name, args),
  ApiClient: (name, args) => new sdk.ApiClient(name, args),
  ApiClientCredential: (name, args) => new sdk.ApiClientCredential(name, args),
};

/** The declarations as a program of the SDK. */
export function sdkProgram(program: readonly Declared[]): PulumiFn {
  return async () => {
    const made = new Map<string, object>();
    for (const { kind, name, args } of program) {
      made.set(name, CONSTRUCTORS[kind](name, resolved(args, made) as never));
    }
  };
}

/**
 * Runs a command of the engine with a program, and closes the program's connections after it: a program that has lost its engine
 * never ends, and would hold them. gRPC keeps for the whole process what it knows of an address, so that a later engine which gets
 * the same port would not be reached; and a program whose first call fails is taken for one that declares nothing.
 */
export async function runClosing<T>(program: PulumiFn, command: (program: PulumiFn) => Promise<T>): Promise<T> {
  const connections: unknown[] = [];
  try {
    return await command(() => {
      connections.push(getMonitor(), getEngine());
      return program();
    });
  } finally {
    for (const connection of connections) if (connection instanceof Client) connection.close();
  }
}

function resolved(args: Properties, made: ReadonlyMap<string, object>): Properties {
  const value = (it: unknown): unknown => {
    const name = reference(it);
    if (name !== undefined) return made.get(name);
    const nested = it !== null && typeof it === "object" && !Array.isArray(it);
    return nested ? resolved(it as Properties, made) : it;
  };
  return Object.fromEntries(Object.entries(args).map(([key, it]) => [key, value(it)]));
}

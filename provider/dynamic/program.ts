import * as pulumi from "@pulumi/pulumi";
import { createServices } from "../create-services";
import { redact } from "../redact";
import type { Services } from "../services";
import { present } from "./errors";

/** By run of a program: a process that uses the Automation API runs those of several stacks, each with its own configuration. */
const servicesOfRun = new WeakMap<pulumi.Resource, Services>();

/**
 * Looks something up while the program runs, with the configuration of its stack. In a unit test, the mocks answer instead, by
 * the token that a plugin's function of this name has.
 */
export function lookUp<T>(name: string, args: object, work: (services: Services) => Promise<T>): Promise<T> {
  return isMocked() ? askMocks(name, args) : run(work);
}

/** The same for a list. */
export function lookUpAll<T>(name: string, work: (services: Services) => Promise<T[]>): Promise<T[]> {
  // The answer of a mock travels as an object: a list as its indexes, and the list of a plugin's function under one key.
  return isMocked() ? askMocks<object>(name, {}).then((answer) => Object.values(answer).flat()) : run(work);
}

/** Pulumi has no public way to tell. But the monitor that `setMocks` makes holds the mocks, and the engine's is a gRPC client. */
function isMocked(): boolean {
  const monitor = pulumi.runtime.getMonitor();
  return monitor !== undefined && "mocks" in monitor;
}

function askMocks<T>(name: string, args: object): Promise<T> {
  return pulumi.runtime.invoke(`workato-dcr:index:${name}`, { ...args });
}

async function run<T>(work: (services: Services) => Promise<T>): Promise<T> {
  // A program must not end before an answer that nothing else waits for: it may be an error.
  const answered = pulumi.runtime.rpcKeepAlive();
  try {
    return await work(services());
  } catch (error) {
    // Of this kind, the engine prints the message and nothing else.
    throw new pulumi.RunError(present(error).message);
  } finally {
    answered();
  }
}

function services(): Services {
  const stack = pulumi.runtime.getStackResource();
  const known = stack && servicesOfRun.get(stack);
  if (known) return known;
  const made = createServices(stackConfig, process.env, (message) => {
    pulumi.log.warn(redact(message)).catch(() => {});
  });
  if (stack) servicesOfRun.set(stack, made);
  return made;
}

function stackConfig(key: string): string | undefined {
  const separator = key.indexOf(":");
  return new pulumi.Config(key.slice(0, separator)).get(key.slice(separator + 1));
}

import * as pulumi from "@pulumi/pulumi";
import { createServices } from "../create-services";
import { redact } from "../redact";
import type { Services } from "../services";
import { present } from "./errors";

/** By run of a program: a process that uses the Automation API runs those of several stacks, each with its own configuration. */
const servicesOfRun = new WeakMap<pulumi.Resource, Services>();

/** Looks something up while the program runs, with the configuration of its stack. */
export function lookUp<T>(work: (services: Services) => Promise<T>): pulumi.Output<pulumi.Unwrap<T>> {
  // A program must not end before an answer that nothing else waits for: it may be an error.
  const answered = pulumi.runtime.rpcKeepAlive();
  const run = async () => {
    try {
      return await work(services());
    } catch (error) {
      // Of this kind, the engine prints the message and nothing else.
      throw new pulumi.RunError(present(error).message);
    } finally {
      answered();
    }
  };
  return pulumi.output(run());
}

function services(): Services {
  const stack = pulumi.runtime.getStackResource();
  const held = stack && servicesOfRun.get(stack);
  if (held) return held;
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

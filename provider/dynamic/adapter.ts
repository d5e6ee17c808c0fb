import * as pulumi from "@pulumi/pulumi";
import type { Bag } from "../bag";
import { createServices } from "../create-services";
import { progressOfProcess } from "../http/progress";
import { spareMemory } from "../memory";
import { redact } from "../redact";
import { operationsOf } from "../resources/operations";
import type { Resource } from "../resources/resource";
import type { Services } from "../services";
import { onWire, present } from "./errors";

/** The one set of services of this process: all kinds of resources share its lists and limits. */
let services: Services | undefined;

/**
 * Drives a resource by the calls of Pulumi's dynamic provider. The engine finds it as the exports of a module (see
 * `exports` in `package.json`): its path is in every state and must never move. So a state holds one short `require`, and
 * every version of this package can serve it.
 */
export function dynamicProvider<Inputs extends object, Outputs extends object>(
  resource: Resource<Inputs, Outputs>,
): pulumi.dynamic.ResourceProvider {
  // The SDK hands the provider to parallel calls before `configure` has ended, so each call waits for this promise.
  let configured: Promise<Services> | undefined;
  const ready = () => configured ?? Promise.reject(new Error("the engine has not configured the provider"));
  const operations = operationsOf(resource)(ready);

  return {
    configure: async ({ config }) => {
      configured = Promise.resolve().then(() => {
        services ??= begin((key) => config.get(key));
        return services;
      });
      // A failure is for the calls to report, each as its own.
      configured.catch(() => {});
    },

    check: (olds: Bag, news: Bag) =>
      presenting(news, async () => {
        const { inputs, problems: failures } = await operations.check(withoutProvider(olds), withoutProvider(news));
        return { inputs, failures };
      }),

    diff: (id, olds: Bag, news: Bag) =>
      presenting(news, async () => {
        const { differences, ...diff } = await operations.diff(id, withoutProvider(olds), withoutProvider(news));
        // A state that the native plugin has written lacks what finds this provider at a refresh: an update adds it.
        return { ...diff, changes: diff.changes || olds.__provider === undefined };
      }),

    create: (inputs: Bag) =>
      presenting(inputs, async () => {
        const { id, state } = await operations.create(withoutProvider(inputs));
        return { id, outs: onWire(state) };
      }),

    read: (id, recorded: Bag = {}) =>
      presenting(recorded, async () => {
        const found = await operations.read(id, withoutProvider(recorded));
        if (found === undefined) return { id: "", props: {} };
        return { id, props: onWire(found.state), inputs: onWire(found.inputs) };
      }),

    update: (id, olds: Bag, news: Bag) =>
      presenting(news, async () => ({
        outs: onWire(await operations.update(id, withoutProvider(olds), withoutProvider(news))),
      })),

    delete: (id, recorded: Bag) => presenting(recorded, () => operations.delete(id, withoutProvider(recorded))),
  };
}

/** What is done once for all kinds of resources. @param get a value of the stack's configuration */
function begin(get: (key: string) => string | undefined): Services {
  spareMemory();
  // What a host of dynamic providers says, the engine takes from its output and keeps.
  progressOfProcess.tellBy((line) => void pulumi.log.info(redact(line)).catch(() => {}), true);
  const warn = (message: string) => void pulumi.log.warn(redact(message)).catch(() => {});
  return createServices(get, process.env, warn);
}

/** @param seen the properties of the call, for the provider's own entry among them */
async function presenting<T>(seen: Bag, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw present(error, seen);
  }
}

/** Properties without what the engine finds this provider by. */
function withoutProvider({ __provider, ...rest }: Bag): Bag {
  return rest;
}

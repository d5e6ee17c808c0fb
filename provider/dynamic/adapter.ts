import * as pulumi from "@pulumi/pulumi";
import { createServices } from "../create-services";
import { asHeld, changedFields } from "../lifecycle/diff";
import { lossWarning } from "../lifecycle/loss";
import { subjectOf } from "../lifecycle/subject";
import { hasUnknown } from "../lifecycle/unknown";
import { redact, rememberSecrets } from "../redact";
import { previewAdoption } from "../resources/adoption";
import { checkInputs, requireSoleHolder, stateReader, updateDue } from "../resources/decisions";
import { absentReferences } from "../resources/references";
import { type Resource, unconfirmed } from "../resources/resource";
import { type Services, speakingOf } from "../services";
import { onWire, present } from "./errors";

type Properties = Record<string, unknown>;

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
  const readState = stateReader(resource);
  const state = (properties: Properties) => readState(own(properties));
  const secrets = [...resource.secretInputs, ...resource.secretOutputs] as string[];
  /** Every call goes through here: what it holds in secrets is remembered before anything can go wrong. */
  const guarded = async <T>(seen: Properties[], work: (services: Services) => Promise<T>): Promise<T> => {
    try {
      for (const properties of seen) for (const key of secrets) rememberSecrets(properties[key]);
      return await work(speakingOf(subjectOf(resource.kind, seen.at(-1) ?? {}), await ready()));
    } catch (error) {
      throw present(error, seen.at(-1));
    }
  };

  return {
    configure: async ({ config }) => {
      configured = Promise.resolve().then(() => {
        const warn = (message: string) => void pulumi.log.warn(redact(message)).catch(() => {});
        services ??= createServices((key) => config.get(key), process.env, warn);
        return services;
      });
      // A failure is for the calls to report, each as its own.
      configured.catch(() => {});
    },

    check: (olds: Properties, news: Properties) =>
      guarded([olds, news], async (services) => {
        const { inputs, problems } = checkInputs(resource, olds, news, services);
        // What the program alone has wrong is told without a request.
        if (problems.length === 0) problems.push(...(await absentReferences(resource, olds, inputs, services)));
        const isNew = olds.owner === undefined;
        if (isNew && problems.length === 0 && inputs.adopt !== undefined && !hasUnknown(inputs.adopt)) {
          for (const line of await previewAdoption(resource, inputs as Inputs, services)) services.warn(line);
        }
        const failures = problems.map(({ property, reason }) => ({ property, reason: redact(reason) }));
        return { inputs, failures };
      }),

    diff: (id, olds: Properties, news: Properties) =>
      guarded([olds, news], async (services) => {
        const held = state(olds);
        requireSoleHolder(resource, id, held, services);
        const replaces = resource.replaceBecause?.(held, services) ?? [];
        const due = updateDue(resource, olds, news, services);
        const changes = replaces.length > 0 || due !== undefined;
        const warning = changes && (await resource.warnBeforeUpdate?.(id, held, own(news) as Inputs, services));
        for (const text of [due?.because, warning, resource.remark?.(held)]) if (text) services.warn(text);
        // Only a DCR provider is ever replaced by a diff, and its name is unique.
        return { changes, replaces, deleteBeforeReplace: true };
      }),

    create: (inputs: Properties) =>
      guarded([inputs], async (services) => {
        const wanted = own(inputs) as Inputs;
        const made = await resource.create(wanted, services).catch((error: unknown) => {
          throw unconfirmed(error, "", undefined, Object.keys(wanted));
        });
        return { id: made.id, outs: onWire(made.state) };
      }),

    read: (id, properties) =>
      guarded([properties as Properties], async (services) => {
        const held = own(properties as Properties);
        const found = await resource.read(id, readState(held), services);
        if (found === undefined) return { id: "", props: {} };
        const props = onWire(asHeld(resource.fields, held, found));
        const lost = resource.missing(found).filter((output) => held[output] !== undefined);
        for (const text of [resource.remark?.(found), lossWarning(lost)]) if (text) services.warn(text);
        return { id, props, inputs: pick(props, Object.keys(resource.shape)) };
      }),

    update: (id, olds: Properties, news: Properties) =>
      guarded([olds, news], async (services) => {
        const wanted = own(news) as Inputs;
        const outs = await resource.update(id, state(olds), wanted, services).catch((error: unknown) => {
          throw unconfirmed(error, id, own(olds), changedFields(resource.fields, olds, news));
        });
        return { outs: onWire(outs) };
      }),

    delete: (id, properties) =>
      guarded([properties as Properties], (services) => resource.delete(id, state(properties as Properties), services)),
  };
}

/** Properties without what is the engine's. */
function own({ __provider, ...rest }: Properties): Properties {
  return rest;
}

function pick(properties: Properties, keys: string[]): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => keys.includes(key)));
}

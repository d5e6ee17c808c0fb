import type { Bag } from "../bag";
import { type Problem, ProviderError } from "../errors";
import { progressOfProcess } from "../http/progress";
import { asRecorded, changedProperties } from "../lifecycle/diff";
import { type Difference, differences } from "../lifecycle/differences";
import { importForm, importIds } from "../lifecycle/import-id";
import { lossWarning, remadeWith } from "../lifecycle/loss";
import { namesWhere, withoutEmptyLists } from "../lifecycle/properties";
import { defined, type State } from "../lifecycle/state";
import { subjectOf } from "../lifecycle/subject";
import { hasUnknown, UNKNOWN } from "../lifecycle/unknown";
import { redact, rememberSecrets } from "../redact";
import { type Services, speakingOf } from "../services";
import { previewAdoption } from "./adoption";
import { checkInputs } from "./check";
import { PartialFailure, unconfirmed } from "./failure";
import { identityProviderOf } from "./named-idp";
import { withRecordedSettings } from "./recorded-settings";
import { absentReferences } from "./references";
import type { Resource } from "./resource";
import { requireSoleHolder } from "./sharing";
import { stamped, stateReader } from "./state-version";
import { updateDue } from "./update-due";

const NOT_SHOWN =
  "adopt: what is taken over, and what changes of it, is not shown: its DCR provider is not there yet, and there is more than one identity " +
  "provider. Apply the DCR provider first (pulumi up --target) to see it.";

/**
 * What an engine asks of a kind of resource, in the words of any engine: an adapter hands its calls over, and gives no meaning to them.
 * States and inputs are bags of properties, without what is the engine's own. Each operation remembers the secrets that it gets before
 * anything can go wrong, and says its warnings with the resource that they are about.
 */
export interface Operations {
  /** The inputs as they are to be kept, and every mistake in them. @param olds the inputs as they are in the state; empty for a new resource */
  check(olds: Bag, news: Bag): Promise<{ inputs: Bag; problems: Problem[] }>;
  diff(id: string, olds: Bag, news: Bag): Promise<Diff>;
  create(inputs: Bag): Promise<{ id: string; state: Bag }>;
  /** `undefined` when the resource is gone. */
  read(id: string, recorded: Bag): Promise<{ state: Bag; inputs: Bag } | undefined>;
  update(id: string, olds: Bag, news: Bag): Promise<Bag>;
  delete(id: string, recorded: Bag): Promise<void>;
  /** What a create will yield, and an update: what is made anew is unknown. */
  foreseeCreate(inputs: Bag): Bag;
  foreseeUpdate(id: string, olds: Bag, news: Bag): Promise<Bag>;
  /** @param importId see `importedBy` of the resource @throws ProviderError `import_id` for one of another form */
  import(importId: string, owner: string): Promise<{ id: string; state: Bag; inputs: Bag } | undefined>;
  /** See `exposed` of the resource. */
  exposed(id: string, inputs: Bag): Bag;
  /** The properties that are secrets whatever a program says. */
  readonly secrets: readonly string[];
}

export interface Diff {
  changes: boolean;
  replaces: string[];
  deleteBeforeReplace: boolean;
  /** What `changes` is about, as far as values show it. */
  differences: Difference[];
}

/**
 * A function that takes the services of the run, which are there once the engine has configured the provider.
 * @param seesOrder whether inputs tell what another resource of the program makes first; otherwise, what may be made is only warned of
 */
export function operationsOf<I extends object, O extends object>(
  resource: Resource<I, O>,
  seesOrder = true,
): (ready: () => Promise<Services>) => Operations {
  const secrets = [...namesWhere(resource.properties, ({ secret }) => secret === true), ...resource.secretOutputs];
  const made = { seesOrder, secrets, readState: stateReader(resource) };
  return (ready) => operations(resource, made, ready);
}

/** What is made once for a kind of resource: it takes longer than most operations. */
interface Made<I, O> {
  seesOrder: boolean;
  secrets: readonly string[];
  readState: (recorded: Bag) => State<I, O>;
}

function operations<I extends object, O extends object>(
  resource: Resource<I, O>,
  { seesOrder, secrets, readState }: Made<I, O>,
  ready: () => Promise<Services>,
): Operations {
  const { kind, properties } = resource;
  const begin = async (...seen: Bag[]): Promise<Services> => {
    for (const bag of seen) for (const name of secrets) rememberSecrets(bag[name]);
    return speakingOf(subjectOf(kind, seen.at(-1) ?? {}), await ready());
  };

  /** What the inputs name and nobody has. */
  const absent = async (olds: Bag, inputs: Bag, services: Services): Promise<Problem[]> => {
    const { references = [] } = resource;
    const isCertain = ({ mayBeMade }: { mayBeMade?: true }) => seesOrder || !mayBeMade;
    const of = (some: typeof references) => absentReferences({ ...resource, references: some }, olds, inputs, services);
    for (const { property, reason } of await of(references.filter((it) => !isCertain(it)))) {
      services.warn(`${property}: ${reason}. If another resource of the program makes it first, all is well.`);
    }
    return of(references.filter(isCertain));
  };

  const idpOf = (bag: Bag, services: Services) => identityProviderOf(resource, bag, services).idp;

  /** What the IdP of the inputs cannot do, where it was another one before, or none. */
  const newsOfIdp = (olds: Bag, inputs: Bag, services: Services): string[] => {
    const { idp } = identityProviderOf(resource, inputs, services);
    const [was, now] = [olds, inputs].map((bag) => resource.identityProvider?.(bag).name);
    const isKnown = olds.owner !== undefined && was === now;
    return idp === undefined || isKnown ? [] : (resource.notices?.(inputs, services, idp) ?? []);
  };

  return attended({
    async check(olds, news) {
      const services = await begin(olds, news);
      const { inputs, problems } = checkInputs(resource, olds, news, services);
      // What the program alone has wrong is told without a request.
      if (problems.length === 0) problems.push(...(await absent(olds, inputs, services)));
      const isNew = olds.owner === undefined;
      for (const text of problems.length === 0 ? newsOfIdp(olds, inputs, services) : []) services.warn(text);
      if (isNew && problems.length === 0 && inputs.adopt !== undefined && !hasUnknown(inputs.adopt)) {
        const isKnown = !resource.identityProvider || identityProviderOf(resource, inputs, services).idp !== undefined;
        const lines = isKnown ? await previewAdoption(resource, inputs as I, services) : [NOT_SHOWN];
        for (const line of lines) services.warn(line);
      }
      return { inputs, problems: problems.map((it) => ({ ...it, reason: redact(it.reason) })) };
    },

    async diff(id, olds, news) {
      const services = await begin(olds, news);
      const recorded = readState(olds);
      requireSoleHolder(resource, id, recorded, services);
      const replaces = resource.replaceBecause?.(recorded, services) ?? [];
      const due = await updateDue(resource, olds, news, services);
      const changes = replaces.length > 0 || due !== undefined;
      const warning = changes && (await resource.warnBeforeUpdate?.(id, recorded, news as I, services));
      for (const text of [due?.because, warning, resource.remark?.(recorded, idpOf(recorded, services))])
        if (text) services.warn(text);
      const seen = [
        ...differences(properties, due?.changed ?? [], olds, news),
        ...resource.missing(recorded, services).map((path) => ({ path, kind: "add" as const })),
        ...replaces.map((path) => ({ path, kind: "update" as const })),
      ];
      // Only a DCR provider is ever replaced by a diff, and its name is unique.
      return { changes, replaces, deleteBeforeReplace: true, differences: seen };
    },

    async create(inputs) {
      const services = await begin(inputs);
      const { id, state } = await resource.create(inputs as I, services).catch((error: unknown) => {
        throw unconfirmed(error, "", undefined, Object.keys(inputs), resource);
      });
      return { id, state: stamped(state as Bag, resource) };
    },

    async read(id, recorded) {
      const services = await begin(recorded);
      const found = await resource.read(id, readState(recorded), services);
      if (found === undefined) return undefined;
      const state = stamped(asRecorded(properties, recorded, found as Bag), resource);
      const lost = resource.missing(found, services).filter((output) => recorded[output] !== undefined);
      for (const text of [resource.remark?.(found, idpOf(found as Bag, services)), lossWarning(lost)])
        if (text) services.warn(text);
      return { state, inputs: inputsIn(state) };
    },

    async update(id, olds, news) {
      const services = await begin(olds, news);
      const state = await resource.update(id, readState(olds), news as I, services).catch((error: unknown) => {
        // What it has done, such as a rotation, is not asked for any more.
        const reached = error instanceof PartialFailure ? (error.state as Bag) : olds;
        throw unconfirmed(error, id, olds, changedProperties(properties, reached, news), resource);
      });
      return stamped(state as Bag, resource);
    },

    async delete(id, recorded) {
      const services = await begin(recorded);
      await resource.delete(id, readState(recorded), services);
    },

    foreseeCreate(inputs) {
      const outputs = [...resource.ids, ...Object.keys(resource.outputs)];
      return { ...allUnknown(outputs), ...inputs, ...resource.exposed?.(UNKNOWN, inputs) };
    },

    async foreseeUpdate(id, olds, news) {
      const services = await begin(olds, news);
      const recorded = readState(olds);
      const changed = changedProperties(properties, olds, news);
      const { idp } = identityProviderOf(resource, news, services);
      const remade = [
        ...remadeWith(resource.missing(recorded, services)),
        ...((await resource.remade?.(recorded, news as I, { changed, services, idp })) ?? []),
        ...(recorded.unconfirmed ? resource.secretOutputs : []),
      ];
      const known = Object.entries(olds).filter(([name]) => !Object.hasOwn(properties, name) && name !== "unconfirmed");
      return { ...Object.fromEntries(known), ...allUnknown(remade), ...news, ...resource.exposed?.(id, news) };
    },

    async import(importId, owner) {
      const services = await begin({});
      const ids = importIds(resource.importedBy, importId, services.identityProviders.names);
      if (ids === undefined) {
        const form = importForm(resource.importedBy);
        const what = `${kind}: "${importId}" is not an id to import by`;
        throw new ProviderError(
          "import_id",
          what,
          `It has the form ${form}, with the ids as Workato and the identity provider show them; in front of a clientId, <name>: says ` +
            "which identity provider has it, unless that is the default one",
        );
      }
      const found = await resource.import(ids, owner, services);
      if (found === undefined) return undefined;
      const state = stamped(withoutEmptyLists(properties, defined(found.state) as Bag), resource);
      return { id: found.id, state, inputs: inputsIn(state) };
    },

    exposed: (id, inputs) => resource.exposed?.(id, inputs) ?? {},
    secrets,
  });

  function inputsIn(state: Bag): Bag {
    return Object.fromEntries(Object.entries(state).filter(([name]) => Object.hasOwn(properties, name)));
  }
}

/** Those that send requests, with their part in what is told of the progress, and with what else may mend those that use old settings. */
function attended(operations: Operations): Operations {
  const { create, read, update, delete: remove } = operations;
  const one = progressOfProcess;
  return {
    ...operations,
    create: (inputs) => one.of(() => create(inputs)),
    read: (id, recorded) => one.of(() => read(id, recorded)).catch(withRecordedSettings),
    update: (id, olds, news) => one.of(() => update(id, olds, news)),
    delete: (id, recorded) => one.of(() => remove(id, recorded)).catch(withRecordedSettings),
  };
}

const allUnknown = (names: readonly string[]): Bag => Object.fromEntries(names.map((name) => [name, UNKNOWN]));

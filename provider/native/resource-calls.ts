import {
  CheckFailure,
  type CheckRequest,
  CheckResponse,
  type CreateRequest,
  CreateResponse,
  type DeleteRequest,
  type DiffRequest,
  DiffResponse,
  PropertyDiff,
  type ReadRequest,
  ReadResponse,
  type UpdateRequest,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Bag } from "../bag";
import { rememberSecrets } from "../redact";
import type { Operations } from "../resources/operations";
import { failure } from "./failure";
import { ownerOfUrn, placeOf } from "./package";
import { outputsOf } from "./schema";
import { type Received, received, sent } from "./wire";

/** What calls need of the plugin that answers them. */
export interface Session {
  /** The operations of a resource, whose warnings are attached to it. @throws ProviderError for a type that there is not */
  operations(urn: string): Operations;
  /** `workato-dcr:ownershipScope`. */
  readonly ownershipScope: string;
  /** Carries out an operation until its time is over, or the run is cancelled. @param seconds 0 for no end */
  within<T>(seconds: number, work: () => Promise<T>): Promise<T>;
}

const { DiffChanges } = DiffResponse;
const { Kind } = PropertyDiff;

/** What the engine asks of a resource, handed over to the operations that both adapters share. */
export function resourceCalls(session: Session) {
  return {
    async check(request: CheckRequest): Promise<CheckResponse> {
      const [olds, news] = [received(request.getOlds()), received(request.getNews())];
      return on(session, request, [olds, news], async (operations, secrets) => {
        // A resource is told apart by where it stands; no program says it.
        const owner = ownerOfUrn(request.getUrn(), session.ownershipScope);
        const { inputs, problems } = await operations.check(olds.values, { ...news.values, owner });
        const answer = new CheckResponse();
        answer.setInputs(sent(inputs, secrets));
        // The engine prints the whole value of a property that fails; of one with a dotted path, nothing.
        const path = (property: string) => (secrets.has(property) ? `${property}.*` : property);
        answer.setFailuresList(problems.map(({ property, reason }) => failed(path(property), reason)));
        return answer;
      });
    },

    async diff(request: DiffRequest): Promise<DiffResponse> {
      const [olds, news] = [received(request.getOlds()), received(request.getNews())];
      return on(session, request, [olds, news], async (operations) => {
        const id = request.getId();
        const diff = await operations.diff(id, olds.values, news.values);
        const { changes, replaces, deleteBeforeReplace, differences } = diff;
        // A state from before a resource had an output lacks it, and whoever uses it would wait for nothing.
        const lacking = Object.keys(operations.exposed(id, olds.values)).filter((name) => !(name in olds.values));
        const answer = new DiffResponse();
        const all = [...differences, ...lacking.map((path) => ({ path, kind: "add" as const }))];
        answer.setChanges(changes || lacking.length > 0 ? DiffChanges.DIFF_SOME : DiffChanges.DIFF_NONE);
        answer.setReplacesList(replaces);
        answer.setDeletebeforereplace(deleteBeforeReplace);
        answer.setDiffsList([...new Set(all.map(({ path }) => /^[^.[]+/.exec(path)?.[0] ?? path))]);
        answer.setHasdetaileddiff(all.length > 0);
        for (const { path, kind } of all) {
          answer.getDetaileddiffMap().set(path, propertyDiff(KINDS[kind][replaces.includes(path) ? 1 : 0]));
        }
        return answer;
      });
    },

    async create(request: CreateRequest): Promise<CreateResponse> {
      const inputs = received(request.getProperties());
      return on(session, request, [inputs], async (operations, secrets) => {
        const answer = new CreateResponse();
        if (request.getPreview()) {
          answer.setProperties(
            sent(publicOf(request.getUrn(), inputs.values, operations.foreseeCreate(inputs.values)), secrets),
          );
          return answer;
        }
        const { id, state } = await session.within(request.getTimeout(), () => operations.create(inputs.values));
        answer.setId(id);
        answer.setProperties(sent({ ...state, ...operations.exposed(id, state) }, secrets));
        return answer;
      });
    },

    async read(request: ReadRequest): Promise<ReadResponse> {
      const [recorded, inputs] = [received(request.getProperties()), received(request.getInputs())];
      return on(session, request, [recorded, inputs], async (operations, secrets) => {
        const isImport = Object.keys(recorded.values).length === 0;
        const owner = ownerOfUrn(request.getUrn(), session.ownershipScope);
        const asked = request.getId();
        const found = await session.within(request.getTimeout(), async () => {
          if (isImport) return operations.import(asked, owner);
          const read = await operations.read(asked, recorded.values);
          return read && { id: asked, ...read };
        });
        const answer = new ReadResponse();
        if (!found) return answer;
        answer.setId(found.id);
        answer.setProperties(sent({ ...found.state, ...operations.exposed(found.id, found.state) }, secrets));
        answer.setInputs(sent(found.inputs, secrets));
        return answer;
      });
    },

    async update(request: UpdateRequest): Promise<UpdateResponse> {
      const [olds, news] = [received(request.getOlds()), received(request.getNews())];
      return on(session, request, [olds, news], async (operations, secrets) => {
        const id = request.getId();
        const state = request.getPreview()
          ? await operations.foreseeUpdate(id, olds.values, news.values)
          : await session.within(request.getTimeout(), () => operations.update(id, olds.values, news.values));
        const answer = new UpdateResponse();
        answer.setProperties(sent({ ...state, ...operations.exposed(id, state) }, secrets));
        return answer;
      });
    },

    async delete(request: DeleteRequest): Promise<Empty> {
      const recorded = received(request.getProperties());
      return on(session, request, [recorded], async (operations) => {
        await session.within(request.getTimeout(), () => operations.delete(request.getId(), recorded.values));
        return new Empty();
      });
    },
  };
}

const KINDS = {
  add: [Kind.ADD, Kind.ADD_REPLACE],
  delete: [Kind.DELETE, Kind.DELETE_REPLACE],
  update: [Kind.UPDATE, Kind.UPDATE_REPLACE],
} as const;

/** @param seen what the call has handed over: a value that was a secret stays one, and no text shows it */
async function on<T>(
  session: Session,
  request: { getUrn(): string },
  seen: readonly Received[],
  work: (operations: Operations, secrets: ReadonlySet<string>) => Promise<T>,
): Promise<T> {
  const operations = session.operations(request.getUrn());
  for (const { values, secrets } of seen) for (const name of secrets) rememberSecrets(values[name]);
  const secrets = new Set([...operations.secrets, ...seen.flatMap((it) => [...it.secrets])]);
  try {
    return await work(operations, secrets);
  } catch (error) {
    throw failure(error, secrets, (id, state) => operations.exposed(id, state));
  }
}

/** Of what is foreseen, what the resource has for its users: the rest is nobody's to wait for. */
function publicOf(urn: string, inputs: Bag, foreseen: Bag): Bag {
  const outputs = outputsOf(placeOf(urn).type);
  return Object.fromEntries(Object.entries(foreseen).filter(([name]) => name in inputs || outputs.includes(name)));
}

function failed(property: string, reason: string): CheckFailure {
  const it = new CheckFailure();
  it.setProperty(property);
  it.setReason(reason);
  return it;
}

function propertyDiff(kind: PropertyDiff.Kind): PropertyDiff {
  const it = new PropertyDiff();
  it.setKind(kind);
  return it;
}

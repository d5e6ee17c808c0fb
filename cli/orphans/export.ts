import { z } from "zod";
import { ProviderError } from "../../provider/errors";
import { OWNER_FORM, ownerIn } from "../../provider/mark";
import type { Kind } from "./find";

/** What one resource of a state owns, or one that is being changed. */
export interface Owner {
  /** What all marks of the resource begin with. */
  owner: string;
  name: string;
  /** The ids of its objects, as far as the state knows them. */
  holds: Readonly<Partial<Record<Kind, string>>>;
}

export interface StackExport {
  /** What messages call it. */
  origin: string;
  owners: Owner[];
  /** Every object that a resource holds or relies on, see {@link objectKey}: whatever mark it carries, it is in use. */
  used: ReadonlySet<string>;
  /** Of which stacks it is, as project/name: one, unless somebody has edited it. */
  stacks: string[];
  /** The names of resources whose creation is under way, or was killed. */
  creating: string[];
}

export const objectKey = (kind: Kind, id: string) => `${kind} ${id}`;

/** Of both adapters: a stack may have moved from one to the other. */
const OURS = /^(?:pulumi-nodejs:dynamic\/workato|workato-dcr:index):(\w+)$/;

/** One that a program has made a secret is not known here. */
const id = z
  .union([z.string(), z.number().transform(String)])
  .optional()
  .catch(undefined);
const connection = z.object({ id }).optional().catch(undefined);
const ids = { connectionId: id, apiClientId: id, apiKeyId: id, clientId: id };
const properties = z
  .object({
    ...ids,
    owner: id,
    ownershipMark: id,
    claimId: id,
    ownClaimId: id,
    sharedClaimId: id,
    adopt: z.object(ids).optional().catch(undefined),
    connection,
    introspection: z.object({ connection }).optional().catch(undefined),
  })
  .default({});
const resource = z.object({
  urn: z.string().default(""),
  type: z.string(),
  id: z.string().optional(),
  inputs: properties,
  outputs: properties,
});
const stackExport = z.object({
  deployment: z.object({
    resources: z.array(resource).nullish(),
    pending_operations: z.array(z.object({ resource, type: z.string() })).nullish(),
  }),
});

type Resource = z.output<typeof resource>;
type Properties = z.output<typeof properties>;

/**
 * What `pulumi stack export` prints, as far as it tells who owns what.
 * @throws ProviderError `stack_export` where the text is something else
 */
export function readExport(text: string, origin: string): StackExport {
  const parsed = stackExport.safeParse(parseJson(text));
  if (!parsed.success) {
    throw new ProviderError(
      "stack_export",
      `${origin} is not a stack export`,
      "Make one with: pulumi stack export --file FILE",
    );
  }
  const { resources, pending_operations } = parsed.data.deployment;
  const ours = (resources ?? []).filter(isOurs);
  const pending = (pending_operations ?? []).filter((operation) => isOurs(operation.resource));
  const changing = pending.map(({ resource }) => resource);
  return {
    origin,
    // Of what is being changed, the state does not know yet which objects it has.
    owners: [...ours.flatMap((one) => ownersOf(one, holdsOf(one))), ...changing.flatMap((one) => ownersOf(one, {}))],
    used: new Set([...ours, ...changing].flatMap(({ inputs, outputs }) => [...usedBy(inputs), ...usedBy(outputs)])),
    stacks: [...new Set([...ours, ...changing].flatMap(({ urn }) => stackOf(urn)))],
    creating: pending.flatMap(({ type, resource: { urn } }) => (type === "creating" ? nameOf(urn) : [])),
  };
}

const isOurs = ({ type }: Resource) => OURS.test(type);
const nameOf = (urn: string) => urn.split("::").at(-1) ?? urn;

function stackOf(urn: string): string[] {
  const [, stack, project] = /^urn:pulumi:([^:]+)::([^:]+)::/.exec(urn) ?? [];
  return stack === undefined ? [] : [`${project}/${stack}`];
}

function holdsOf({ type, outputs }: Resource): Owner["holds"] {
  const { connectionId, apiClientId, apiKeyId, clientId } = outputs;
  // A credential names the API client that it belongs to: not its own.
  const ownClient = OURS.exec(type)?.[1] === "ApiClientCredential" ? undefined : apiClientId;
  return { connection: connectionId, "API client": ownClient, "API key": apiKeyId, "OAuth client": clientId };
}

/** By the mark that is stored, and by the one that a create would make now: after a rename or a move, they are two. */
function ownersOf({ id = "", urn, inputs, outputs }: Resource, holds: Owner["holds"]): Owner[] {
  const marks = [id, outputs.ownershipMark ?? ""].map(ownerIn);
  const owners = [...marks, inputs.owner ?? "", outputs.owner ?? ""].filter((owner) => OWNER_FORM.test(owner));
  return [...new Set(owners)].map((owner) => ({ owner, name: nameOf(urn), holds }));
}

function usedBy({ adopt, connection, introspection, ...own }: Properties): string[] {
  const key = (kind: Kind, id: string | undefined) => (id === undefined ? [] : [objectKey(kind, id)]);
  return [
    ...[own, adopt].flatMap((it) => [
      ...key("connection", it?.connectionId),
      ...key("API client", it?.apiClientId),
      ...key("API key", it?.apiKeyId),
      ...key("OAuth client", it?.clientId),
    ]),
    ...[own.claimId, own.ownClaimId, own.sharedClaimId].flatMap((claimId) => key("claim", claimId)),
    ...key("connection", connection?.id),
    ...key("connection", introspection?.connection?.id),
  ];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { z } from "zod";
import { ProviderError } from "../../provider/errors";
import type { Kind } from "./find";

/** What one resource of a stack owns, or one that is being changed. */
export interface Owner {
  mark: string;
  /** The ids of its objects, as far as the state knows them. */
  holds: Readonly<Partial<Record<Kind, string>>>;
}

export interface StackExport {
  /** What messages call it. */
  origin: string;
  owners: Owner[];
  /** The projects of its resources: one, unless somebody has edited the export. */
  projects: string[];
  /** The names of resources whose creation is under way, or was killed. */
  creating: string[];
}

const OURS = "pulumi-nodejs:dynamic/workato:";

/** One that a program has made a secret is not known here. */
const id = z.string().optional().catch(undefined);
const ids = { connectionId: id, apiClientId: id, apiKeyId: id, clientId: id };
const mark = z.string().optional();
const resource = z.object({
  urn: z.string().default(""),
  type: z.string(),
  id: z.string().optional(),
  outputs: z.object({ ownershipMark: mark, ...ids }).optional(),
});
const stackExport = z.object({
  deployment: z.object({
    resources: z.array(resource).nullish(),
    pending_operations: z.array(z.object({ resource, type: z.string() })).nullish(),
  }),
});

type Resource = z.output<typeof resource>;

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
  // Of what is being changed, the state does not know yet which objects it has.
  const changing = pending.map(({ resource: { id, urn, type } }) => ({ id, urn, type }));
  return {
    origin,
    owners: [...ours, ...changing].flatMap(ownersOf),
    projects: [...new Set([...ours, ...changing].flatMap(({ urn }) => urn.split("::")[1] ?? []))],
    creating: pending.flatMap(({ type, resource: { urn } }) => (type === "creating" ? nameOf(urn) : [])),
  };
}

const isOurs = ({ type }: Resource) => type.startsWith(OURS);
const nameOf = (urn: string) => urn.split("::").at(-1) ?? urn;

function ownersOf({ type, id, outputs = {} }: Resource): Owner[] {
  const { connectionId, apiClientId, apiKeyId, clientId } = outputs;
  // A credential names the API client that it belongs to: not its own.
  const ownClient = type === `${OURS}ApiClientCredential` ? undefined : apiClientId;
  const holds = { connection: connectionId, "API client": ownClient, "API key": apiKeyId, "OAuth client": clientId };
  // Of a connection, the id is Workato's.
  const mark = outputs.ownershipMark ?? id;
  return mark === undefined ? [] : [{ mark, holds }];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import type { DcrProviderModel } from "./api/workato/assumed";
import type { ApiCollection } from "./api/workato/collections";
import { ProviderError } from "./errors";
import { listed, type Selector, select, selectorProblem } from "./lifecycle/select";
import type { Services } from "./services";

/** The HTTP connection that the selector means. @throws ProviderError `invalid_selector`; `not_found` or `ambiguous`, with the candidates */
export async function findConnection(selector: Selector, { connections }: Services) {
  requireSelector("HTTP connection", selector);
  const http = (await connections.list()).filter(({ provider }) => provider === "rest");
  const { id, name, folderId, authorizationStatus } = only("HTTP connection", http, selector);
  return { id, connectionId: id, name, folderId, authorizationStatus };
}

/** @throws ProviderError `invalid_selector`; `not_found` or `ambiguous`, with the candidates */
export async function findApiCollection(selector: Selector, { apiCollections }: Services): Promise<ApiCollection> {
  requireSelector("API collection", selector);
  return only("API collection", await apiCollections.list(), selector);
}

/** @throws ProviderError `invalid_selector`; `not_found` or `ambiguous`, with the candidates; `no_list` with the store `stack` */
export async function findDcrProvider(selector: Selector, services: Services): Promise<DcrProviderResult> {
  requireSelector("DCR provider", selector);
  return only("DCR provider", await listDcrProviders(services), selector);
}

/** @throws ProviderError `no_list` with the store `stack` */
export async function listDcrProviders({ storeName, dcrProviders }: Services): Promise<DcrProviderResult[]> {
  if (storeName === "workato") return (await dcrProviders.list()).map(dcrProviderResult);
  throw new ProviderError(
    "no_list",
    "There is no list of DCR providers with workato-dcr:dcrProviderStore = stack: each lives in the stack that declares it",
    "Hand the provider's `ref` to other stacks as a stack output, or run: pulumi config set workato-dcr:dcrProviderStore workato",
  );
}

type DcrProviderResult = ReturnType<typeof dcrProviderResult>;

/** A provider as a resource of it has it. */
function dcrProviderResult(found: DcrProviderModel) {
  const { id, name, authenticationMethod, connectionId, requiredClaims, apiKeyClaim, scopes } = found;
  const { introspectionConnectionId, introspectionEndpointPath: endpointPath } = found;
  return {
    id,
    dcrProviderId: id,
    name,
    authenticationMethod,
    connection: { id: connectionId },
    requiredClaims,
    apiKeyClaim,
    scopes,
    introspection: introspectionConnectionId
      ? { connection: { id: introspectionConnectionId }, endpointPath }
      : undefined,
    introspectionUrl: found.introspectionUrl,
    createdAt: found.createdAt,
    ref: { dcrProviderId: id, authenticationMethod, requiredClaims, apiKeyClaim, scopes },
  };
}

function requireSelector(kind: string, args: unknown): void {
  const problem = selectorProblem(args);
  if (problem === undefined) return;
  const next =
    "Give it { name: … } or { id: … }; where that is the output of a resource, use the look-up that ends with Output";
  throw new ProviderError("invalid_selector", `The look-up of one ${kind} ${problem}`, next);
}

function only<T extends { id: string; name: string }>(kind: string, objects: readonly T[], selector: Selector): T {
  const what = selector.id !== undefined ? `with id ${selector.id}` : `named "${selector.name}"`;
  const selected = select(objects, selector);
  if ("one" in selected) return selected.one;
  if ("none" in selected) {
    const next = `Those that the token sees: ${listed(selected.none)}`;
    throw new ProviderError("not_found", `There is no ${kind} ${what}`, next);
  }
  const next = `Look it up by id: ${listed(selected.several)}`;
  throw new ProviderError("ambiguous", `${selected.several.length} ${kind}s are ${what}`, next);
}

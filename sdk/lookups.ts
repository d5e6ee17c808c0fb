import * as pulumi from "@pulumi/pulumi";
import { lookUp } from "../provider/dynamic/program";
import { findApiCollection, findConnection, findDcrProvider, listDcrProviders } from "../provider/lookups";
import type { AuthenticationMethod, DcrProviderRef } from "./dcr-provider";
import type { Id } from "./id";

/** By id or by name; exactly one of them. Names must match exactly, upper and lower case included. */
export type LookupArgs = { id: pulumi.Input<Id>; name?: undefined } | { name: pulumi.Input<string>; id?: undefined };

/** An HTTP connection of the workspace. An optional field is absent where Workato's answer has none. */
export interface HttpConnectionResult {
  /** The id of the connection in Workato. */
  id: string;
  /** The same as `id`, as an `HttpConnection` has it. */
  connectionId: string;
  name: string;
  /** The id of the folder that holds the connection. */
  folderId?: string | undefined;
  /** Workato's last attempt to connect: `success`, `failed` or `exception`. */
  authorizationStatus?: string | undefined;
}

/** An API collection of the workspace. An optional field is absent where Workato's answer has none. */
export interface ApiCollectionResult {
  /** The id of the collection, for `apiCollectionIds` of an `ApiClient`. */
  id: string;
  name: string;
  /** The id of the Workato project that the collection belongs to. */
  projectId?: string | undefined;
  /** The URL of the collection, as Workato gives it. */
  url?: string | undefined;
  /** Such as `1.0`. */
  version?: string | undefined;
}

/** A DCR provider of the workspace. An optional field is absent where the provider has none. */
export interface DcrProviderResult {
  /** The id of the provider in Workato. */
  id: string;
  /** The same as `id`, as a `DcrProvider` has it. */
  dcrProviderId: string;
  name: string;
  authenticationMethod: AuthenticationMethod;
  /** The connection over which Workato reaches the identity provider. */
  connection: { id: string };
  /** Claims that a token must hold, all of them. */
  requiredClaims?: string[] | undefined;
  /** The claim that holds the API key; where absent, the gateway's own choice (see `DcrProviderArgs`). */
  apiKeyClaim?: string | undefined;
  /** The scopes that callers may ask for. */
  scopes?: string[] | undefined;
  /** Only for the method `introspection`: the URL at which Workato asks about tokens. */
  introspectionUrl?: string | undefined;
  /** When it was created, in ISO 8601. */
  createdAt?: string | undefined;
  /** What an `ApiClient` takes as its `dcrProvider`. */
  ref: DcrProviderRef;
}

/**
 * Looks up an HTTP connection of the workspace. The look-up fails the preview if nothing matches (the error lists the
 * connections that the token sees), and if several have the name (the error lists their ids).
 *
 * @see https://docs.workato.com/workato-api/connections.html
 */
export function getHttpConnection(args: LookupArgs): pulumi.Output<HttpConnectionResult> {
  return pulumi.output(args).apply((selector) =>
    lookUp(async (services) => {
      const { id, name, folderId, authorizationStatus } = await findConnection(selector, services);
      return { id, connectionId: id, name, folderId, authorizationStatus };
    }),
  );
}

/**
 * Looks up an API collection of the workspace. The look-up fails the preview if nothing matches (the error lists the
 * collections that the token sees), and if several have the name (the error lists their ids).
 *
 * @see https://docs.workato.com/workato-api/api-platform.html
 */
export function getApiCollection(args: LookupArgs): pulumi.Output<ApiCollectionResult> {
  return pulumi.output(args).apply((selector) => lookUp((services) => findApiCollection(selector, services)));
}

/**
 * Lists all API collections that the token sees; there may be none.
 *
 * @see https://docs.workato.com/workato-api/api-platform.html
 */
export function getApiCollections(): pulumi.Output<ApiCollectionResult[]> {
  return lookUp((services) => services.apiCollections.list());
}

/**
 * Looks up a DCR provider of the workspace, by endpoints that are ASSUMED (see the README). The look-up fails the preview if
 * nothing matches (the error lists the providers that the token sees), if several have the name (the error lists their ids),
 * and with the store `stack`, where each provider lives in the stack that declares it: hand its `ref` to other stacks instead.
 *
 * @see https://docs.workato.com/en/api-mgmt/api-dynamic-client
 */
export function getDcrProvider(args: LookupArgs): pulumi.Output<DcrProviderResult> {
  return pulumi
    .output(args)
    .apply((selector) => lookUp(async (services) => result(await findDcrProvider(selector, services))));
}

/**
 * Lists the DCR providers of the workspace, by endpoints that are ASSUMED (see the README); there may be none. It fails the
 * preview with the store `stack`, where there is no such list.
 *
 * @see https://docs.workato.com/en/api-mgmt/api-dynamic-client
 */
export function getDcrProviders(): pulumi.Output<DcrProviderResult[]> {
  return lookUp(async (services) => (await listDcrProviders(services)).map(result));
}

function result(found: Awaited<ReturnType<typeof findDcrProvider>>): DcrProviderResult {
  const { id, name, authenticationMethod, connectionId, requiredClaims, apiKeyClaim, scopes } = found;
  const ref = { dcrProviderId: id, authenticationMethod, requiredClaims, apiKeyClaim, scopes } as DcrProviderRef;
  return {
    id,
    dcrProviderId: id,
    name,
    authenticationMethod,
    connection: { id: connectionId },
    requiredClaims,
    apiKeyClaim,
    scopes,
    introspectionUrl: found.introspectionUrl,
    createdAt: found.createdAt,
    ref,
  };
}

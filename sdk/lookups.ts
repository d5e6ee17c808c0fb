import * as pulumi from "@pulumi/pulumi";
import { lookUp } from "../provider/dynamic/program";
import { findApiCollection, findConnection, findDcrProvider, listDcrProviders } from "../provider/lookups";
import type { AuthenticationMethod, DcrProviderRef } from "./dcr-provider";
import type { Id } from "./id";

/** By id or by name; exactly one of them. Names are compared to the letter. */
export type LookupArgs = { id: pulumi.Input<Id>; name?: undefined } | { name: pulumi.Input<string>; id?: undefined };

export interface HttpConnectionResult {
  id: string;
  connectionId: string;
  name: string;
  folderId?: string | undefined;
  /** `success`, `failed` or `exception`. */
  authorizationStatus?: string | undefined;
}

export interface ApiCollectionResult {
  id: string;
  name: string;
  projectId?: string | undefined;
  url?: string | undefined;
  version?: string | undefined;
}

export interface DcrProviderResult {
  id: string;
  dcrProviderId: string;
  name: string;
  authenticationMethod: AuthenticationMethod;
  connection: { id: string };
  requiredClaims?: string[] | undefined;
  apiKeyClaim?: string | undefined;
  scopes?: string[] | undefined;
  introspectionUrl?: string | undefined;
  /** ISO 8601. */
  createdAt?: string | undefined;
  /** What an `ApiClient` takes as its `dcrProvider`. */
  ref: DcrProviderRef;
}

/** An HTTP connection of the workspace. No match and several matches are errors that list the candidates. */
export function getHttpConnection(args: LookupArgs): pulumi.Output<HttpConnectionResult> {
  return pulumi.output(args).apply((selector) =>
    lookUp(async (services) => {
      const { id, name, folderId, authorizationStatus } = await findConnection(selector, services);
      return { id, connectionId: id, name, folderId, authorizationStatus };
    }),
  );
}

/** An API collection of the workspace. No match and several matches are errors that list the candidates. */
export function getApiCollection(args: LookupArgs): pulumi.Output<ApiCollectionResult> {
  return pulumi.output(args).apply((selector) => lookUp((services) => findApiCollection(selector, services)));
}

/** All API collections that the token sees. */
export function getApiCollections(): pulumi.Output<ApiCollectionResult[]> {
  return lookUp((services) => services.apiCollections.list());
}

/** A DCR provider of the workspace, with the store `workato` only. ASSUMED endpoints; see the README. */
export function getDcrProvider(args: LookupArgs): pulumi.Output<DcrProviderResult> {
  return pulumi
    .output(args)
    .apply((selector) => lookUp(async (services) => result(await findDcrProvider(selector, services))));
}

/** The DCR providers of the workspace, with the store `workato` only. ASSUMED endpoints; see the README. */
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

import * as pulumi from "@pulumi/pulumi";
import { lookUp, lookUpAll } from "../provider/dynamic/program";
import { findApiCollection, findConnection, findDcrProvider, listDcrProviders } from "../provider/lookups";
import type {
  ApiCollectionResult,
  DcrProviderResult,
  HttpConnectionResult,
  LookupArgs,
  LookupOutputArgs,
} from "./lookup-types";

/**
 * Looks up an HTTP connection of the workspace. The look-up fails the preview if nothing matches (the error lists the
 * connections that the token sees), and if several have the name (the error lists their ids).
 *
 * @see https://docs.workato.com/workato-api/connections.html
 */
export function getHttpConnection(args: LookupArgs): Promise<HttpConnectionResult> {
  return lookUp("getHttpConnection", args, (services) => findConnection(args, services));
}

/** As `getHttpConnection`, with arguments that may be outputs of resources. */
export function getHttpConnectionOutput(args: LookupOutputArgs): pulumi.Output<HttpConnectionResult> {
  return ofOutputs(args, getHttpConnection);
}

/**
 * Looks up an API collection of the workspace. The look-up fails the preview if nothing matches (the error lists the
 * collections that the token sees), and if several have the name (the error lists their ids).
 *
 * @see https://docs.workato.com/workato-api/api-platform.html
 */
export function getApiCollection(args: LookupArgs): Promise<ApiCollectionResult> {
  return lookUp("getApiCollection", args, (services) => findApiCollection(args, services));
}

/** As `getApiCollection`, with arguments that may be outputs of resources. */
export function getApiCollectionOutput(args: LookupOutputArgs): pulumi.Output<ApiCollectionResult> {
  return ofOutputs(args, getApiCollection);
}

/**
 * Lists all API collections that the token sees; there may be none.
 *
 * @see https://docs.workato.com/workato-api/api-platform.html
 */
export function getApiCollections(): Promise<ApiCollectionResult[]> {
  return lookUpAll("getApiCollections", (services) => services.apiCollections.list());
}

/** As `getApiCollections`. */
export function getApiCollectionsOutput(): pulumi.Output<ApiCollectionResult[]> {
  return pulumi.output(getApiCollections());
}

/**
 * Looks up a DCR provider of the workspace, by endpoints that are ASSUMED (see docs/tokens.md). The look-up fails the preview if
 * nothing matches (the error lists the providers that the token sees), if several have the name (the error lists their ids),
 * and with the store `stack`, where each provider lives in the stack that declares it: hand its `ref` to other stacks instead.
 *
 * @see https://docs.workato.com/en/api-mgmt/api-dynamic-client
 */
export function getDcrProvider(args: LookupArgs): Promise<DcrProviderResult> {
  return lookUp("getDcrProvider", args, async (services) => typed(await findDcrProvider(args, services)));
}

/** As `getDcrProvider`, with arguments that may be outputs of resources. */
export function getDcrProviderOutput(args: LookupOutputArgs): pulumi.Output<DcrProviderResult> {
  return ofOutputs(args, getDcrProvider);
}

/**
 * Lists the DCR providers of the workspace, by endpoints that are ASSUMED (see docs/tokens.md); there may be none. It fails the
 * preview with the store `stack`, where there is no such list.
 *
 * @see https://docs.workato.com/en/api-mgmt/api-dynamic-client
 */
export function getDcrProviders(): Promise<DcrProviderResult[]> {
  return lookUpAll("getDcrProviders", async (services) => (await listDcrProviders(services)).map(typed));
}

/** As `getDcrProviders`. */
export function getDcrProvidersOutput(): pulumi.Output<DcrProviderResult[]> {
  return pulumi.output(getDcrProviders());
}

/** While an argument is not known yet, as in a preview, neither is the result, and nothing is looked up. */
function ofOutputs<T>(args: LookupOutputArgs, get: (args: LookupArgs) => Promise<T>) {
  return pulumi.output(args).apply((known) => get(known as LookupArgs));
}

/** Of a `ref`, what is absent is not there at all. */
const typed = (found: Awaited<ReturnType<typeof findDcrProvider>>) => found as DcrProviderResult;

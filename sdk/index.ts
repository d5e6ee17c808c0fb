/**
 * Workato dynamic client registration as code.
 * @packageDocumentation
 */
export { ApiClient, type ApiClientArgs } from "./api-client";
export { ApiClientCredential, type ApiClientCredentialArgs } from "./api-client-credential";
export type { CredentialArgs, JsonWebKeySet, Registration } from "./credential";
export {
  type AuthenticationMethod,
  DcrProvider,
  type DcrProviderArgs,
  type DcrProviderRef,
  type Introspection,
} from "./dcr-provider";
export {
  HttpConnection,
  type HttpConnectionArgs,
  type HttpConnectionAuth,
  type HttpConnectionTls,
} from "./http-connection";
export type { Id } from "./id";
export type {
  ApiCollectionResult,
  DcrProviderResult,
  HttpConnectionResult,
  LookupArgs,
  LookupOutputArgs,
} from "./lookup-types";
export {
  getApiCollection,
  getApiCollectionOutput,
  getApiCollections,
  getApiCollectionsOutput,
  getDcrProvider,
  getDcrProviderOutput,
  getDcrProviders,
  getDcrProvidersOutput,
  getHttpConnection,
  getHttpConnectionOutput,
} from "./lookups";

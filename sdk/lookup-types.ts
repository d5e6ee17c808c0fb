import type * as pulumi from "@pulumi/pulumi";
import type { AuthenticationMethod, DcrProviderRef } from "./dcr-provider";
import type { Id } from "./id";

/** By id or by name; exactly one of them. Names must match exactly, upper and lower case included. */
export type LookupArgs = { id: Id; name?: undefined } | { name: string; id?: undefined };

/** The same, with values that may be outputs of resources. */
export type LookupOutputArgs =
  | { id: pulumi.Input<Id>; name?: undefined }
  | { name: pulumi.Input<string>; id?: undefined };

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
  /** Only for the method `introspection`: where Workato asks about a token, as a `DcrProvider` has it. */
  introspection?: { connection: { id: string }; endpointPath?: string | undefined } | undefined;
  /** Only for the method `introspection`: the URL at which Workato asks about tokens. */
  introspectionUrl?: string | undefined;
  /** When it was created, in ISO 8601. */
  createdAt?: string | undefined;
  /** What an `ApiClient` takes as its `dcrProvider`. */
  ref: DcrProviderRef;
}

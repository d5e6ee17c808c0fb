import * as pulumi from "@pulumi/pulumi";

import provider = require("../provider/dynamic/dcr-provider");

import type { HttpConnection } from "./http-connection";
import type { Id } from "./id";
import { ownershipMark } from "./ownership-mark";

/** How the gateway checks the access tokens of calls: as a JWT against the issuer's keys, or by asking the issuer (RFC 7662). */
export type AuthenticationMethod = "oidc" | "introspection";

export interface Introspection {
  /** The connection over which Workato reaches the introspection endpoint. */
  connection: HttpConnection | { id: pulumi.Input<Id>; baseUrl: pulumi.Input<string> };
  /** The path of the endpoint, relative to the connection's base URL, such as `oauth2/introspect`. */
  endpointPath: pulumi.Input<string>;
}

export interface DcrProviderArgs {
  /** The name of the provider, unique in the workspace, whatever its case. */
  name: pulumi.Input<string>;
  /**
   * The connection over which Workato reaches the identity provider. It must be of the type HTTP, and authorised. Required
   * with the store `workato`; with the store `stack`, Workato needs none.
   */
  connection?: HttpConnection | { id: pulumi.Input<Id> };
  /** Permanent: a change is refused at preview. */
  authenticationMethod: pulumi.Input<AuthenticationMethod>;
  /** Claims that a token must hold, all of them. Default: none. */
  requiredClaims?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * The claim that holds the API key. Default: the first non-empty of the payload's `https://www.workato.com/sub`,
   * `workato_sub`, `sub`, and the header's `kid`.
   */
  apiKeyClaim?: pulumi.Input<string>;
  /** For the method `introspection`, where it is required, and for no other. */
  introspection?: Introspection;
  /** The scopes that consumers may ask for. With the store `stack` at least one custom scope of the authorization server. */
  scopes?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Store `stack`: whether to make and own the claim that carries the API key (default), or to leave it to whoever owns the
   * authorization server.
   */
  manageClaim?: pulumi.Input<boolean>;
  /** Which configured identity provider registers the clients. Default: `okta`. */
  identityProvider?: pulumi.Input<string>;
  /** Store `workato`: takes over an existing provider instead of making one. The preview says what would change. */
  adopt?: { dcrProviderId: pulumi.Input<Id> };
}

/** What an `ApiClient` needs to know of its DCR provider. Plain values: they may be a stack output and cross stacks. */
export interface DcrProviderRef {
  dcrProviderId: string;
  authenticationMethod: AuthenticationMethod;
  identityProvider?: string;
  requiredClaims?: string[];
  apiKeyClaim?: string;
  scopes?: string[];
}

/**
 * The reusable configuration under which API clients are registered at an identity provider: which connection reaches it,
 * how calls are checked, which claims are enforced.
 *
 * Before it is made, its connection is checked: it exists, is an HTTP connection, is authorised, and the identity provider
 * behind it answers registration. Edits are made in place; only `authenticationMethod` can never change.
 *
 * Where it lives is `workato:dcrProviderStore`. With `stack` (default) it is kept in the stack and made of published APIs
 * only. With `workato` it is an object of Workato, by endpoints that are ASSUMED: Workato publishes none; see the README.
 */
export class DcrProvider extends pulumi.dynamic.Resource {
  declare readonly name: pulumi.Output<string>;
  declare readonly authenticationMethod: pulumi.Output<AuthenticationMethod>;
  declare readonly requiredClaims: pulumi.Output<string[] | undefined>;
  declare readonly apiKeyClaim: pulumi.Output<string | undefined>;
  declare readonly scopes: pulumi.Output<string[] | undefined>;
  /** The same as `id`; with the store `workato`, the id of the provider there. */
  declare readonly dcrProviderId: pulumi.Output<string>;
  /** The issuer of the tokens, as in its metadata (RFC 8414). */
  declare readonly issuer: pulumi.Output<string>;
  /** The connection's base URL joined with the endpoint path; only for the method `introspection`. Known at the first preview. */
  declare readonly introspectionUrl: pulumi.Output<string | undefined>;
  /** ISO 8601. */
  declare readonly createdAt: pulumi.Output<string | undefined>;
  /** For `ApiClient`s of other stacks: export it there, and hand in what the stack reference gives. */
  readonly ref: pulumi.Output<DcrProviderRef>;

  constructor(name: string, args: DcrProviderArgs, opts?: pulumi.CustomResourceOptions) {
    const { introspection } = args;
    const props = {
      dcrProviderId: undefined,
      issuer: undefined,
      createdAt: undefined,
      // Whole, so that the check finds a misspelt property of a program without types.
      ...args,
      connection: connectionId(args.connection),
      introspection: introspection && { ...introspection, connection: connectionId(introspection.connection) },
      introspectionUrl: introspection && introspectionUrl(introspection),
      ownershipMark: ownershipMark("DcrProvider", name, opts),
    };
    super(provider, name, props, opts, "workato", "DcrProvider");
    // Made of the id and of inputs, which stay known while the provider is updated: an edit of the provider must not
    // preview as an update of every client.
    this.ref = pulumi.output({
      dcrProviderId: this.id,
      authenticationMethod: args.authenticationMethod,
      identityProvider: args.identityProvider,
      requiredClaims: args.requiredClaims,
      apiKeyClaim: args.apiKeyClaim,
      scopes: args.scopes,
    }) as pulumi.Output<DcrProviderRef>;
  }
}

function connectionId(connection: DcrProviderArgs["connection"]): { id: pulumi.Input<Id> } | undefined {
  return connection && { id: connection.id };
}

function introspectionUrl({ connection, endpointPath }: Introspection): pulumi.Output<string> {
  return pulumi
    .all([connection?.baseUrl, endpointPath])
    .apply(([baseUrl, path]) => `${String(baseUrl).replace(/\/+$/, "")}/${path}`);
}

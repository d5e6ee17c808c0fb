import * as pulumi from "@pulumi/pulumi";
import { refOf } from "../provider/ref";
import { DynamicResource } from "./dynamic-resource";
import type { HttpConnection } from "./http-connection";
import type { Id } from "./id";
import { owner } from "./owner";

/** How the gateway checks the access tokens of calls: as a JWT against the issuer's keys, or by asking the issuer (RFC 7662 section 2). */
export type AuthenticationMethod = "oidc" | "introspection";

/** Where Workato asks about a token (RFC 7662 section 2). */
export interface Introspection {
  /** The connection over which Workato reaches the introspection endpoint. */
  connection: HttpConnection | { id: pulumi.Input<Id>; baseUrl: pulumi.Input<string> };
  /** The path of the endpoint, relative to the connection's base URL, such as `oauth2/introspect`. */
  endpointPath: pulumi.Input<string>;
}

export interface DcrProviderArgs {
  /** The name of the provider, unique in the workspace; upper and lower case are the same. */
  name: pulumi.Input<string>;
  /**
   * The connection over which Workato reaches the identity provider. It must be of the type HTTP, and authorised. Required
   * with the store `workato`; with the store `stack` it is only checked. Default: none.
   */
  connection?: HttpConnection | { id: pulumi.Input<Id> };
  /** Permanent: a change is refused at preview. `introspection` needs the store `workato`. */
  authenticationMethod: pulumi.Input<AuthenticationMethod>;
  /** Claims that a token must hold, all of them. Default: none. */
  requiredClaims?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * The claim that holds the API key. Default: the first non-empty of the payload's `https://www.workato.com/sub`,
   * `workato_sub`, `sub`, and the header's `kid`.
   */
  apiKeyClaim?: pulumi.Input<string>;
  /** Required for the method `introspection`, and refused for `oidc`. */
  introspection?: Introspection;
  /**
   * The scopes that callers may ask for. With the store `stack`, at least one, and each a custom scope of the authorization
   * server. Default, with the store `workato` only: none.
   */
  scopes?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * With the store `stack`: whether to create and own the claim that carries the API key. With `false`, the owner of the
   * authorization server has to add it. Default: `true`. No effect with the store `workato`.
   */
  manageClaim?: pulumi.Input<boolean>;
  /**
   * Which identity provider registers the clients: a name in `workato-dcr:identityProviders`. Default: `okta`, which has settings of its
   * own. A change registers all clients of the provider anew, and their credentials change.
   */
  identityProvider?: pulumi.Input<string>;
  /**
   * With the store `workato` only: takes over an existing provider instead of creating one. The preview says what would
   * change; properties that the program does not name stay as they are.
   */
  adopt?: {
    /** The id of the DCR provider in Workato. */
    dcrProviderId: pulumi.Input<Id>;
  };
}

/**
 * What an `ApiClient` needs to know of its DCR provider. Plain values: they can be a stack output, for other stacks. An optional
 * field that is absent was not given to the provider.
 */
export interface DcrProviderRef {
  /** The id of the provider. */
  dcrProviderId: string;
  /** How the gateway checks the access tokens of calls. */
  authenticationMethod: AuthenticationMethod;
  /** Which identity provider registers the clients. */
  identityProvider?: string;
  /** Claims that a token must hold, all of them. */
  requiredClaims?: string[];
  /** The claim that holds the API key. */
  apiKeyClaim?: string;
  /** The scopes that callers may ask for. */
  scopes?: string[];
}

/**
 * The reusable configuration under which API clients are registered at an identity provider: which connection reaches it,
 * how calls are checked, which claims are enforced.
 *
 * Before it is created, its connection is checked: it exists, is an HTTP connection, is authorised, and the identity provider
 * behind it answers registration. Edits are made in place; only `authenticationMethod` can never change.
 *
 * `workato-dcr:dcrProviderStore` decides where it lives. With `stack` (default) it is kept in the stack, and published endpoints
 * are enough. With `workato` it is an object of Workato, reached by endpoints that are ASSUMED, since Workato publishes none:
 * see docs/tokens.md.
 *
 * @see https://docs.workato.com/en/api-mgmt/api-dynamic-client
 * @see https://docs.workato.com/api-mgmt/oidc.html for the claims in which the gateway looks for the API key
 * @see https://developer.okta.com/docs/api/openapi/okta-management/management/tag/AuthorizationServer/
 */
export class DcrProvider extends DynamicResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly authenticationMethod: pulumi.Output<AuthenticationMethod>;
  declare readonly requiredClaims: pulumi.Output<string[] | undefined>;
  declare readonly apiKeyClaim: pulumi.Output<string | undefined>;
  declare readonly scopes: pulumi.Output<string[] | undefined>;
  /** The same as `id`; with the store `workato`, the id of the provider there. */
  declare readonly dcrProviderId: pulumi.Output<string>;
  /** The issuer of the tokens, a URL as in the issuer's metadata (RFC 8414 section 2). */
  declare readonly issuer: pulumi.Output<string>;
  /** The connection's base URL joined with the endpoint path; only for the method `introspection`. Known at the first preview. */
  declare readonly introspectionUrl: pulumi.Output<string | undefined>;
  /** When it was created, in ISO 8601. */
  declare readonly createdAt: pulumi.Output<string | undefined>;
  /** For `ApiClient`s of other stacks: export it from this stack, and hand them what their stack reference gives. */
  readonly ref: pulumi.Output<DcrProviderRef>;

  constructor(name: string, args: DcrProviderArgs, opts?: pulumi.CustomResourceOptions) {
    const { introspection } = args;
    const props = {
      dcrProviderId: undefined,
      issuer: undefined,
      createdAt: undefined,
      introspectionUrl: undefined,
      refSettings: undefined,
      // Whole, so that the check finds a misspelt property of a program without types.
      ...args,
      connection: connectionId(args.connection),
      introspection: introspection && { ...introspection, connection: urlAndId(introspection.connection) },
      scopesAwaited: mayBeMade(args.scopes, opts) || undefined,
      owner: owner("DcrProvider", name, opts),
    };
    // Names are unique at Workato, and nothing there can carry an ownership mark: a new one has to wait until the old one is gone.
    const options = pulumi.mergeOptions({ deleteBeforeReplace: true }, opts);
    super("DcrProvider", name, props, options);
    // Made of the id and of what the check has made of the inputs, which stay known while the provider is updated: an edit of the
    // provider must not preview as an update of every client. Not of the arguments, which transforms and `ignoreChanges` overrule.
    const { refSettings } = this as unknown as Checked;
    this.ref = pulumi.all([this.id, refSettings]).apply(([dcrProviderId, settings]) => refOf(dcrProviderId, settings));
  }
}

/** What the check adds. Not declared in the class: a private property there would keep the types of two copies apart. */
interface Checked {
  /** The part of `ref` that is made of the inputs. */
  refSettings: pulumi.Output<Omit<DcrProviderRef, "dcrProviderId">>;
}

/** By its shape: a program that uses a library may hold two copies of this package, each with a class of its own. */
export function isDcrProvider(value: unknown): value is DcrProvider {
  return pulumi.Resource.isInstance(value) && "ref" in value;
}

function connectionId(connection: DcrProviderArgs["connection"]): { id: pulumi.Input<Id> } | undefined {
  return connection && { id: connection.id };
}

/** The URL is not kept: `introspectionUrl` is made of it when the inputs are checked. */
function urlAndId(connection: Introspection["connection"]) {
  return connection && { id: connection.id, baseUrl: connection.baseUrl };
}

/** Whether another resource of the program may make the scopes first. Their names are known at preview all the same. */
function mayBeMade(scopes: DcrProviderArgs["scopes"], opts?: pulumi.CustomResourceOptions): boolean {
  const plain = scopes === undefined || (Array.isArray(scopes) && scopes.every((scope) => typeof scope === "string"));
  return !plain || opts?.dependsOn !== undefined;
}

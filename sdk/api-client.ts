import type * as pulumi from "@pulumi/pulumi";
import { type CredentialArgs, CredentialResource } from "./credential";
import { type DcrProvider, type DcrProviderRef, isDcrProvider } from "./dcr-provider";
import type { Id } from "./id";

export interface ApiClientArgs extends CredentialArgs {
  /** The name of the API client in Workato and of its client at the identity provider. */
  name: pulumi.Input<string>;
  /** What the API client is for; Workato shows it, followed by the ownership mark. Default: none. */
  description?: pulumi.Input<string>;
  /** The address that is invited to the API portal. Required with `portalId`. Default: none. */
  email?: pulumi.Input<string>;
  /** The API portal in which the owner of `email` sees the client. Default: no portal. */
  portalId?: pulumi.Input<Id>;
  /** The https URL of a logo, which the identity provider shows (`logo_uri` of RFC 7591 section 2). Default: none. */
  logoUri?: pulumi.Input<string>;
  /** The ids of the API collections that the client may call; the list may be empty. */
  apiCollectionIds: pulumi.Input<pulumi.Input<Id>[]>;
  /** The id of the access policy, with its rate limits and quotas. Default: none. */
  apiPolicyId?: pulumi.Input<Id>;
  /** The id of the Workato project that the API client belongs to. Default: Workato's own choice. */
  projectId?: pulumi.Input<Id>;
  /** The DCR provider, or the `ref` of one in another stack. The client's authentication method follows it. */
  dcrProvider: DcrProvider | pulumi.Input<DcrProviderRef>;
  /**
   * Whether to fetch a token with new credentials and check its issuer, audience, expiry, enforced claims and API key claim.
   * If the gateway would refuse the token, a warning says why and names the claim; it is never an error. With the method
   * `introspection` it only tells whether a token can be fetched. Default: `false`.
   */
  verify?: pulumi.Input<boolean>;
  /**
   * Takes over an existing API client and a service client at the identity provider instead of creating them. The preview says what
   * would change; properties that the program does not name stay as they are. The API client gets a further API key.
   */
  adopt?: {
    /** The id of the API client in Workato. */
    apiClientId: pulumi.Input<Id>;
    /** The client id at the identity provider. */
    clientId: pulumi.Input<string>;
  };
}

/**
 * An API client of Workato's API platform whose OAuth credentials are registered at the identity provider.
 *
 * Creating it registers a client at the identity provider, then creates the API client in Workato and an API key that links
 * the two. If a step is refused, the steps before it are undone. Its Pulumi id is its ownership mark, which all three carry.
 *
 * @see RFC 7591 section 3 for the registration
 * @see https://docs.workato.com/en/api-mgmt/create-client-dcr
 * @see https://docs.workato.com/workato-api/api-platform.html
 * @see https://developer.okta.com/docs/api/openapi/okta-oauth/oauth/tag/Client/
 */
export class ApiClient extends CredentialResource {
  /** What the client knows of its DCR provider. */
  declare readonly dcrProvider: pulumi.Output<DcrProviderRef>;

  constructor(name: string, args: ApiClientArgs, opts?: pulumi.CustomResourceOptions) {
    const { dcrProvider } = args;
    const props = { ...args, dcrProvider: isDcrProvider(dcrProvider) ? dcrProvider.ref : dcrProvider };
    super("ApiClient", name, props, opts);
  }
}

import * as pulumi from "@pulumi/pulumi";

import { type DcrProvider, type DcrProviderRef, isDcrProvider } from "./dcr-provider";
import { DynamicResource } from "./dynamic-resource";
import type { Id } from "./id";
import { owner } from "./owner";

/** Client metadata for the registration at the identity provider (RFC 7591 section 2). */
export interface Registration {
  /** `["client_credentials"]` is the default and the only value. */
  grantTypes?: pulumi.Input<pulumi.Input<"client_credentials">[]>;
  /** How the client authenticates at the token endpoint (RFC 6749 section 2.3.1). Default: `client_secret_basic`. */
  tokenEndpointAuthMethod?: pulumi.Input<"client_secret_basic" | "client_secret_post">;
}

export interface ApiClientArgs {
  /** The name of the API client in Workato and, with the ownership mark behind it, of its client at the identity provider. */
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
  /** Client metadata for the identity provider. Default: the defaults of its fields. */
  registration?: pulumi.Input<Registration>;
  /** Values of your choice: a change of any of them renews the client secret in place, and the client id stays. Default: none. */
  rotationTriggers?: pulumi.Input<Record<string, pulumi.Input<string | number | boolean>>>;
  /**
   * Whether the previous secret stays valid until the next rotation. Okta keeps at most two secrets per client. Default: `false`.
   *
   * @see https://developer.okta.com/docs/api/openapi/okta-management/management/tag/ApplicationSSOCredentialOAuth2ClientAuth/
   */
  overlap?: pulumi.Input<boolean>;
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
  adopt?: { apiClientId: pulumi.Input<Id>; clientId: pulumi.Input<string> };
  /**
   * With `adopt`: whether to issue a new secret, since the existing one cannot be read; the existing one then stops working.
   * Default: `false`, and `clientSecret` is absent.
   */
  renewSecret?: pulumi.Input<boolean>;
}

/**
 * An API client of Workato's API platform whose OAuth credentials are registered at the identity provider.
 *
 * Creating it registers a client at the identity provider, then creates the API client in Workato and an API key that links
 * the two. If a step is refused, the steps before it are undone. Its Pulumi id is an ownership mark, which is part of the
 * client's name at the identity provider.
 *
 * @see RFC 7591 section 3 for the registration
 * @see https://docs.workato.com/en/api-mgmt/create-client-dcr
 * @see https://docs.workato.com/workato-api/api-platform.html
 * @see https://developer.okta.com/docs/api/openapi/okta-oauth/oauth/tag/Client/
 */
export class ApiClient extends DynamicResource {
  declare readonly name: pulumi.Output<string>;
  /** What the client knows of its DCR provider. */
  declare readonly dcrProvider: pulumi.Output<DcrProviderRef>;
  /** The id of the API client in Workato. */
  declare readonly apiClientId: pulumi.Output<string>;
  /** The client id at the identity provider (RFC 7591 section 3.2.1). It changes only if the client is registered again. */
  declare readonly clientId: pulumi.Output<string>;
  /**
   * A secret output. The identity provider shows it once, so it is kept in the state only, encrypted. Absent after `adopt`
   * until the secret is renewed, by `renewSecret` or `rotationTriggers`.
   */
  declare readonly clientSecret: pulumi.Output<string>;
  /** Seconds since the epoch; 0 means never (RFC 7591 section 3.2.1). Absent after `adopt`, like `clientSecret`. */
  declare readonly clientSecretExpiresAt: pulumi.Output<number>;
  /** The id of the client's API key in Workato. */
  declare readonly apiKeyId: pulumi.Output<string>;
  /** A secret output: the token of the API key, by which the gateway knows the client. */
  declare readonly apiKey: pulumi.Output<string>;
  /** The issuer of the client's tokens, a URL as in the issuer's metadata (RFC 8414 section 2). */
  declare readonly issuer: pulumi.Output<string>;
  /** The URL where the client gets its tokens by `client_credentials` (RFC 6749 section 4.4). */
  declare readonly tokenEndpoint: pulumi.Output<string>;

  constructor(name: string, args: ApiClientArgs, opts?: pulumi.CustomResourceOptions) {
    const { dcrProvider } = args;
    const props = {
      apiClientId: undefined,
      clientId: undefined,
      clientSecret: undefined,
      clientSecretExpiresAt: undefined,
      apiKeyId: undefined,
      apiKey: undefined,
      issuer: undefined,
      tokenEndpoint: undefined,
      // Whole, so that the check finds a misspelt property of a program without types.
      ...args,
      dcrProvider: isDcrProvider(dcrProvider) ? dcrProvider.ref : dcrProvider,
      owner: owner("ApiClient", name, opts),
    };
    const options = pulumi.mergeOptions(opts, { additionalSecretOutputs: ["clientSecret", "apiKey"] });
    super("ApiClient", name, props, options);
  }
}

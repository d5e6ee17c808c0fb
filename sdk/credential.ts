import * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "./dynamic-resource";
import { owner } from "./owner";

/** Client metadata for the registration at the identity provider (RFC 7591 section 2). */
export interface Registration {
  /** `["client_credentials"]` is the default and the only value. */
  grantTypes?: pulumi.Input<pulumi.Input<"client_credentials">[]>;
  /** How the client authenticates at the token endpoint (RFC 6749 section 2.3.1). Default: `client_secret_basic`. */
  tokenEndpointAuthMethod?: pulumi.Input<"client_secret_basic" | "client_secret_post" | "private_key_jwt">;
  /** The public keys of the client, a JSON Web Key Set (RFC 7517 section 5). With `private_key_jwt`, either this or `jwksUri`. */
  jwks?: pulumi.Input<{ keys: pulumi.Input<pulumi.Input<Record<string, unknown>>[]> }>;
  /** The https URL of those keys. */
  jwksUri?: pulumi.Input<string>;
}

/** What every resource with a credential takes for it. */
export interface CredentialArgs {
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
   * With `adopt`: whether to issue a new secret; the existing one then stops working. Default: `false`: the existing one stays, and is the
   * output `clientSecret` where the identity provider lets it be read.
   */
  renewSecret?: pulumi.Input<boolean>;
  /** How many days before it expires the secret is renewed, by the next `pulumi up`. Default: never. */
  renewBeforeExpiryDays?: pulumi.Input<number>;
}

/** A resource whose outputs let a caller through the gateway. */
export abstract class CredentialResource extends DynamicResource {
  declare readonly name: pulumi.Output<string>;
  /** The id of the API client in Workato. */
  declare readonly apiClientId: pulumi.Output<string>;
  /** The client id at the identity provider (RFC 7591 section 3.2.1). It changes only if the client is registered again. */
  declare readonly clientId: pulumi.Output<string>;
  /** A secret output, encrypted in the state. Absent after `adopt` where the identity provider did not let it be read, until it is renewed. */
  declare readonly clientSecret: pulumi.Output<string>;
  /** Seconds since the epoch; 0 means never (RFC 7591 section 3.2.1). Absent like `clientSecret`. */
  declare readonly clientSecretExpiresAt: pulumi.Output<number>;
  /** The id of the API key in Workato. */
  declare readonly apiKeyId: pulumi.Output<string>;
  /** A secret output: the token of the API key, by which the gateway knows the client. Absent where a key was adopted: it cannot be read. */
  declare readonly apiKey: pulumi.Output<string>;
  /** The issuer of the client's tokens, a URL as in the issuer's metadata (RFC 8414 section 2). */
  declare readonly issuer: pulumi.Output<string>;
  /** The URL where the client gets its tokens by `client_credentials` (RFC 6749 section 4.4). */
  declare readonly tokenEndpoint: pulumi.Output<string>;

  constructor(
    type: "ApiClient" | "ApiClientCredential",
    name: string,
    args: pulumi.Inputs,
    opts?: pulumi.CustomResourceOptions,
  ) {
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
      owner: owner(type, name, opts),
    };
    super(type, name, props, pulumi.mergeOptions(opts, { additionalSecretOutputs: ["clientSecret", "apiKey"] }));
  }
}

import * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "./dynamic-resource";
import { owner } from "./owner";

/** Client metadata for the registration at the identity provider (RFC 7591 section 2). */
export interface Registration {
  /** `["client_credentials"]` is the default and the only value. */
  grantTypes?: pulumi.Input<pulumi.Input<"client_credentials">[]>;
  /**
   * How the client authenticates at the token endpoint: by its secret (RFC 6749 section 2.3.1), or with `private_key_jwt` by what it signs
   * with a key of its own (RFC 7523 section 2.2). Then no secret is made: the output `clientSecret` is absent. Default:
   * `client_secret_basic`.
   */
  tokenEndpointAuthMethod?: pulumi.Input<"client_secret_basic" | "client_secret_post" | "private_key_jwt">;
  /** With `private_key_jwt`, unless `jwksUri` is given: the public keys of the client. A change of them is made in place. */
  jwks?: pulumi.Input<JsonWebKeySet>;
  /** With `private_key_jwt`, unless `jwks` is given: the https URL at which the client publishes its public keys. */
  jwksUri?: pulumi.Input<string>;
}

/** Public keys, RFC 7517 section 5. Where there are several, each needs a `kid`. A key with a private part is refused. */
export interface JsonWebKeySet {
  keys: pulumi.Input<pulumi.Input<{ kty: string; [member: string]: unknown }>[]>;
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
   * With `adopt`: whether to issue a new secret; the existing one then stops working at once, or with `overlap` at the next rotation. Default:
   * `false`: the existing one stays, and is the output `clientSecret` where the identity provider lets it be read.
   */
  renewSecret?: pulumi.Input<boolean>;
  /**
   * For identity providers whose secrets expire: an `up` within so many days before that renews the secret, and the preview shows it as an
   * update. Default: none; then a warning says when the secret expires.
   */
  renewBeforeExpiryDays?: pulumi.Input<number>;
}

/** `formerClients` is in the state only: what a client needs that waits for its deregistration. */
const SECRET_OUTPUTS = ["clientSecret", "apiKey", "registrationAccessToken", "formerClients"];

/** A resource whose outputs let a caller through the gateway. */
export abstract class CredentialResource extends DynamicResource {
  declare readonly name: pulumi.Output<string>;
  /** The id of the API client in Workato. */
  declare readonly apiClientId: pulumi.Output<string>;
  /** The client id at the identity provider (RFC 7591 section 3.2.1). It changes only if the client is registered again. */
  declare readonly clientId: pulumi.Output<string>;
  /**
   * A secret output, encrypted in the state. Absent with `private_key_jwt`, and after `adopt` where the identity provider did not let it be
   * read, until it is renewed.
   */
  declare readonly clientSecret: pulumi.Output<string>;
  /** Seconds since the epoch; 0 means never (RFC 7591 section 3.2.1). Absent like `clientSecret`. */
  declare readonly clientSecretExpiresAt: pulumi.Output<number>;
  /** Where the client is managed (RFC 7592 section 3); of identity providers of the type `rfc7591` only. */
  declare readonly registrationClientUri: pulumi.Output<string | undefined>;
  /** A secret output: the token with which the client is managed there. It may be another one after each `up` and refresh. */
  declare readonly registrationAccessToken: pulumi.Output<string | undefined>;
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
      registrationClientUri: undefined,
      registrationAccessToken: undefined,
      apiKeyId: undefined,
      apiKey: undefined,
      issuer: undefined,
      tokenEndpoint: undefined,
      // Whole, so that the check finds a misspelt property of a program without types.
      ...args,
      owner: owner(type, name, opts),
    };
    super(type, name, props, pulumi.mergeOptions(opts, { additionalSecretOutputs: SECRET_OUTPUTS }));
  }
}

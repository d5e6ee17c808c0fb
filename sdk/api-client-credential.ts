import * as pulumi from "@pulumi/pulumi";

import type { ApiClient, Registration } from "./api-client";
import { DynamicResource } from "./dynamic-resource";
import type { Id } from "./id";
import { owner } from "./owner";

export interface ApiClientCredentialArgs {
  /** The API client that the credential is for. It must be declared in the same program. */
  apiClient: ApiClient;
  /** The name of the client at the identity provider, where the ownership mark follows it. */
  name: pulumi.Input<string>;
  /** IP addresses, or ranges such as `10.0.0.0/8` (RFC 4632), from which the API key may be used. Default: all. */
  ipAllowList?: pulumi.Input<pulumi.Input<string>[]>;
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
   * Takes over an existing key of the API client, and a service client at the identity provider, instead of creating them. The preview
   * says what would change; properties that the program does not name stay as they are.
   */
  adopt?: { apiKeyId: pulumi.Input<Id>; clientId: pulumi.Input<string> };
  /**
   * With `adopt`: whether to issue a new secret, since the existing one cannot be read; the existing one then stops working.
   * Default: `false`, and `clientSecret` is absent.
   */
  renewSecret?: pulumi.Input<boolean>;
}

/**
 * One more credential of an `ApiClient`: a client of its own at the identity provider, and an API key of its own in Workato,
 * so that it can be handed to somebody else and revoked alone. Its Pulumi id is an ownership mark.
 *
 * @see RFC 7591 section 3 for the registration
 * @see https://docs.workato.com/workato-api/api-platform.html
 * @see https://developer.okta.com/docs/api/openapi/okta-oauth/oauth/tag/Client/
 */
export class ApiClientCredential extends DynamicResource {
  declare readonly name: pulumi.Output<string>;
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
  /** The id of the credential's API key in Workato. */
  declare readonly apiKeyId: pulumi.Output<string>;
  /** A secret output: the token of the API key, by which the gateway knows the client. Absent after `adopt`: it cannot be read. */
  declare readonly apiKey: pulumi.Output<string>;
  /** The issuer of the client's tokens, a URL as in the issuer's metadata (RFC 8414 section 2). */
  declare readonly issuer: pulumi.Output<string>;
  /** The URL where the client gets its tokens by `client_credentials` (RFC 6749 section 4.4). */
  declare readonly tokenEndpoint: pulumi.Output<string>;

  constructor(name: string, args: ApiClientCredentialArgs, opts?: pulumi.CustomResourceOptions) {
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
      // The client's id and inputs stay known while it is edited; its outputs would not. A client that was replaced has another id.
      apiClient: { id: args.apiClient.id, dcrProvider: args.apiClient.dcrProvider },
      owner: owner("ApiClientCredential", name, opts),
    };
    const options = pulumi.mergeOptions(opts, { additionalSecretOutputs: ["clientSecret", "apiKey"] });
    super("ApiClientCredential", name, props, options);
  }
}

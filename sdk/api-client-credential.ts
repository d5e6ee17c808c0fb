import type * as pulumi from "@pulumi/pulumi";
import type { ApiClient } from "./api-client";
import { type CredentialArgs, CredentialResource } from "./credential";
import type { Id } from "./id";

export interface ApiClientCredentialArgs extends CredentialArgs {
  /** The API client that the credential is for. It must be declared in the same program. */
  apiClient: ApiClient;
  /** The name of the client at the identity provider. */
  name: pulumi.Input<string>;
  /** IP addresses, or ranges such as `10.0.0.0/8` (RFC 4632), from which the API key may be used. Default: all. */
  ipAllowList?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Takes over an existing key of the API client, and a service client at the identity provider, instead of creating them. The preview
   * says what would change; properties that the program does not name stay as they are.
   */
  adopt?: {
    /** The id of the API key in Workato. */
    apiKeyId: pulumi.Input<Id>;
    /** The client id at the identity provider. */
    clientId: pulumi.Input<string>;
  };
}

/**
 * One more credential of an `ApiClient`: a client of its own at the identity provider, and an API key of its own in Workato,
 * so that it can be handed to somebody else and revoked alone. Its Pulumi id is an ownership mark.
 *
 * @see RFC 7591 section 3 for the registration
 * @see https://docs.workato.com/workato-api/api-platform.html
 * @see https://developer.okta.com/docs/api/openapi/okta-oauth/oauth/tag/Client/
 */
export class ApiClientCredential extends CredentialResource {
  constructor(name: string, args: ApiClientCredentialArgs, opts?: pulumi.CustomResourceOptions) {
    // The client's id and inputs stay known while it is edited; its outputs would not. A client that was replaced has another id.
    const { id, dcrProvider } = args.apiClient;
    super("ApiClientCredential", name, { ...args, apiClient: { id, dcrProvider } }, opts);
  }
}

import * as pulumi from "@pulumi/pulumi";

import provider = require("../provider/dynamic/api-client");

import { DcrProvider, type DcrProviderRef } from "./dcr-provider";
import type { Id } from "./id";
import { ownershipMark } from "./ownership-mark";

/** Client metadata for the registration at the identity provider, RFC 7591 section 2. */
export interface Registration {
  /** Default and only value: `["client_credentials"]`. */
  grantTypes?: pulumi.Input<pulumi.Input<"client_credentials">[]>;
  /** How the client authenticates at the token endpoint. Default: `client_secret_basic`. */
  tokenEndpointAuthMethod?: pulumi.Input<"client_secret_basic" | "client_secret_post">;
}

export interface ApiClientArgs {
  name: pulumi.Input<string>;
  description?: pulumi.Input<string>;
  /** Required with `portalId`. */
  email?: pulumi.Input<string>;
  /** The API portal in which the owner of `email` sees the client. */
  portalId?: pulumi.Input<Id>;
  /** An https URL, shown by the identity provider. */
  logoUri?: pulumi.Input<string>;
  /** The API collections that the client may call; may be empty. */
  apiCollectionIds: pulumi.Input<pulumi.Input<Id>[]>;
  /** The access policy with its rate limits and quotas. */
  apiPolicyId?: pulumi.Input<Id>;
  projectId?: pulumi.Input<Id>;
  /** The DCR provider, or the `ref` of one in another stack. The client's authentication method follows it. */
  dcrProvider: DcrProvider | pulumi.Input<DcrProviderRef>;
  registration?: pulumi.Input<Registration>;
  /** A change of any of these values renews the client secret, in place: the client id stays. */
  rotationTriggers?: pulumi.Input<Record<string, pulumi.Input<string | number | boolean>>>;
  /** Whether a renewed secret leaves the one before in force until the next renewal. Okta holds two. Default: `false`. */
  overlap?: pulumi.Input<boolean>;
  /**
   * Whether to fetch a token with new credentials and hold it against issuer, audience, expiry, enforced claims and API key
   * claim. What the gateway would refuse is a warning that names the claim, never an error. Default: `false`.
   */
  verify?: pulumi.Input<boolean>;
  /** Takes over an existing API client and its client at the identity provider. The preview says what would change. */
  adopt?: { apiClientId: pulumi.Input<Id>; clientId: pulumi.Input<string> };
  /** Of what was taken over: whether to renew the secret, which cannot be read. Default: `false`, and `clientSecret` is absent. */
  renewSecret?: pulumi.Input<boolean>;
}

/**
 * An API client of Workato's API platform whose OAuth credentials are registered at the identity provider (RFC 7591).
 *
 * Creating it registers a client, makes the API client in Workato and a key that binds the two; where a step is refused, the
 * steps before are taken back. Its Pulumi id is an ownership mark, which is found in the client's name at the identity provider.
 */
export class ApiClient extends pulumi.dynamic.Resource {
  declare readonly name: pulumi.Output<string>;
  declare readonly dcrProvider: pulumi.Output<DcrProviderRef>;
  /** The id of the API client in Workato. */
  declare readonly apiClientId: pulumi.Output<string>;
  /** The client id at the identity provider. */
  declare readonly clientId: pulumi.Output<string>;
  /** A secret output, encrypted in the state. It is shown once by the identity provider, and kept in the state only. */
  declare readonly clientSecret: pulumi.Output<string>;
  /** Seconds since the epoch; 0 means never. */
  declare readonly clientSecretExpiresAt: pulumi.Output<number>;
  /** The id of the client's API key in Workato. */
  declare readonly apiKeyId: pulumi.Output<string>;
  /** A secret output: the token of the API key. */
  declare readonly apiKey: pulumi.Output<string>;
  /** The issuer of the client's tokens. */
  declare readonly issuer: pulumi.Output<string>;
  /** Where the client gets its tokens. */
  declare readonly tokenEndpoint: pulumi.Output<string>;

  constructor(name: string, args: ApiClientArgs, opts?: pulumi.CustomResourceOptions) {
    const { dcrProvider } = args;
    const props = {
      apiClientId: undefined,
      clientId: undefined,
      clientSecret: undefined,
      clientSecretExpiresAt: undefined,
      clientSecretId: undefined,
      apiKeyId: undefined,
      apiKey: undefined,
      issuer: undefined,
      tokenEndpoint: undefined,
      adopted: undefined,
      descriptionKept: undefined,
      binding: undefined,
      // Whole, so that the check finds a misspelt property of a program without types.
      ...args,
      dcrProvider: dcrProvider instanceof DcrProvider ? dcrProvider.ref : dcrProvider,
      ownershipMark: ownershipMark("ApiClient", name, opts),
    };
    const options = pulumi.mergeOptions(opts, { additionalSecretOutputs: ["clientSecret", "apiKey"] });
    super(provider, name, props, options, "workato", "ApiClient");
  }
}

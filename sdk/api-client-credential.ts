import * as pulumi from "@pulumi/pulumi";

import provider = require("../provider/dynamic/api-client-credential");

import type { ApiClient, Registration } from "./api-client";
import type { Id } from "./id";
import { ownershipMark } from "./ownership-mark";

export interface ApiClientCredentialArgs {
  apiClient: ApiClient;
  /** The name of the credential, and of its client at the identity provider. */
  name: pulumi.Input<string>;
  /** Addresses or CIDR ranges from which the key may be used. Default: all. */
  ipAllowList?: pulumi.Input<pulumi.Input<string>[]>;
  registration?: pulumi.Input<Registration>;
  /** A change of any of these values renews the client secret, in place: the client id stays. */
  rotationTriggers?: pulumi.Input<Record<string, pulumi.Input<string | number | boolean>>>;
  /** Whether a renewed secret leaves the one before in force until the next renewal. Okta holds two. Default: `false`. */
  overlap?: pulumi.Input<boolean>;
  /** Takes over an existing key of the API client and its client at the identity provider. */
  adopt?: { apiKeyId: pulumi.Input<Id>; clientId: pulumi.Input<string> };
  /** Of what was taken over: whether to renew the secret, which cannot be read. Default: `false`, and `clientSecret` is absent. */
  renewSecret?: pulumi.Input<boolean>;
}

/**
 * One more credential of an `ApiClient`: a client of its own at the identity provider, and a key of its own in Workato, so
 * that it can be handed to somebody else and revoked alone. Its Pulumi id is an ownership mark.
 */
export class ApiClientCredential extends pulumi.dynamic.Resource {
  declare readonly name: pulumi.Output<string>;
  /** The id of the API client in Workato. */
  declare readonly apiClientId: pulumi.Output<string>;
  /** The client id at the identity provider. */
  declare readonly clientId: pulumi.Output<string>;
  /** A secret output, encrypted in the state. It is shown once by the identity provider, and kept in the state only. */
  declare readonly clientSecret: pulumi.Output<string>;
  /** Seconds since the epoch; 0 means never. */
  declare readonly clientSecretExpiresAt: pulumi.Output<number>;
  /** The id of the credential's API key in Workato. */
  declare readonly apiKeyId: pulumi.Output<string>;
  /** A secret output: the token of the API key. */
  declare readonly apiKey: pulumi.Output<string>;
  declare readonly issuer: pulumi.Output<string>;
  declare readonly tokenEndpoint: pulumi.Output<string>;

  constructor(name: string, args: ApiClientCredentialArgs, opts?: pulumi.CustomResourceOptions) {
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
      binding: undefined,
      // Whole, so that the check finds a misspelt property of a program without types.
      ...args,
      // The client's id is its mark. It and inputs stay known while the client is updated; its outputs would not.
      apiClient: { ownershipMark: args.apiClient.id, dcrProvider: args.apiClient.dcrProvider },
      ownershipMark: ownershipMark("ApiClientCredential", name, opts),
    };
    const options = pulumi.mergeOptions(opts, { additionalSecretOutputs: ["clientSecret", "apiKey"] });
    super(provider, name, props, options, "workato", "ApiClientCredential");
  }
}

import * as pulumi from "@pulumi/pulumi";

import provider = require("../provider/dynamic/http-connection");

import type { Id } from "./id";
import { ownershipMark } from "./ownership-mark";

/**
 * How a connection authenticates at its base URL. Credentials are write-only: Workato never shows them again, so a change of
 * theirs by hand cannot be seen, and they are encrypted in the state.
 */
export type HttpConnectionAuth =
  | { type: "none" }
  | { type: "basic"; username: pulumi.Input<string>; password: pulumi.Input<string> }
  | { type: "header"; headers: pulumi.Input<Record<string, pulumi.Input<string>>> }
  | { type: "query"; params: pulumi.Input<Record<string, pulumi.Input<string>>> }
  | {
      type: "oauth2ClientCredentials";
      /** The token endpoint, an https URL. */
      tokenUrl: pulumi.Input<string>;
      clientId: pulumi.Input<string>;
      clientSecret: pulumi.Input<string>;
      /** Whether the client authenticates by HTTP basic authentication or in the body. Default: `basic`. */
      credentialsIn?: pulumi.Input<"basic" | "body">;
    };

/** Certificates and key in PEM form. */
export interface HttpConnectionTls {
  clientCertificate?: pulumi.Input<string>;
  clientKey?: pulumi.Input<string>;
  caCertificate?: pulumi.Input<string>;
}

export interface HttpConnectionArgs {
  /** The name of the connection in Workato. */
  name: pulumi.Input<string>;
  /** An https URL, such as `https://acme.okta.com`. */
  baseUrl: pulumi.Input<string>;
  auth: pulumi.Input<HttpConnectionAuth>;
  tls?: pulumi.Input<HttpConnectionTls>;
  /** The folder of the connection. Default: Workato's own choice. */
  folderId?: pulumi.Input<Id>;
  /** Takes over an existing connection instead of making one. The preview says what would change. */
  adopt?: { connectionId: pulumi.Input<Id> };
}

/**
 * A Workato connection of the type HTTP, such as the one over which Workato reaches the identity provider.
 *
 * Workato tries the credentials when they are given. Where it cannot authorise the connection, the resource is made all the
 * same, `authorizationStatus` is `failed`, and a warning says why in Workato's words.
 *
 * @see https://docs.workato.com/workato-api/connections.html
 */
export class HttpConnection extends pulumi.dynamic.Resource {
  declare readonly name: pulumi.Output<string>;
  declare readonly baseUrl: pulumi.Output<string>;
  declare readonly folderId: pulumi.Output<string | undefined>;
  /** The id of the connection in Workato; the same as `id`. */
  declare readonly connectionId: pulumi.Output<string>;
  /** `success`, `failed` or `exception`. */
  declare readonly authorizationStatus: pulumi.Output<string | undefined>;

  constructor(name: string, args: HttpConnectionArgs, opts?: pulumi.CustomResourceOptions) {
    const props = {
      connectionId: undefined,
      authorizationStatus: undefined,
      // Whole, so that the check finds a misspelt property of a program without types.
      ...args,
      auth: pulumi.secret(args.auth),
      tls: args.tls === undefined ? undefined : pulumi.secret(args.tls),
      ownershipMark: ownershipMark("HttpConnection", name, opts),
    };
    // The provider returns `auth` and `tls` as it got them, to tell later whether they changed.
    const options = pulumi.mergeOptions(opts, { additionalSecretOutputs: ["auth", "tls"] });
    super(provider, name, props, options, "workato", "HttpConnection");
  }
}

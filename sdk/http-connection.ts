import * as pulumi from "@pulumi/pulumi";

import { DynamicResource } from "./dynamic-resource";
import type { Id } from "./id";
import { owner } from "./owner";

/**
 * How a connection authenticates at its base URL. Credentials are write-only: they are encrypted in the state, and since Workato
 * never shows them again, a manual change is not detected unless the connection is no longer authorised after it. Workato keeps
 * headers and parameters as text, an entry a line, so none of them may hold a line break.
 */
export type HttpConnectionAuth =
  | { type: "none" }
  | {
      type: "basic";
      /** For HTTP Basic (RFC 7617). */
      username: pulumi.Input<string>;
      /** For HTTP Basic. */
      password: pulumi.Input<string>;
    }
  | {
      type: "header";
      /** Headers by their names, sent with each request. */
      headers: pulumi.Input<Record<string, pulumi.Input<string>>>;
    }
  | {
      type: "query";
      /** Query parameters by their names, sent with each request. */
      params: pulumi.Input<Record<string, pulumi.Input<string>>>;
    }
  | {
      /** `none`, `basic`, `header`, `query` or `oauth2ClientCredentials`. */
      type: "oauth2ClientCredentials";
      /** The token endpoint, an https URL. */
      tokenUrl: pulumi.Input<string>;
      /** The client id at the token endpoint. */
      clientId: pulumi.Input<string>;
      /** The secret of that client. */
      clientSecret: pulumi.Input<string>;
      /** How the client authenticates at the token endpoint (RFC 6749 section 2.3.1). Default: `basic`. */
      credentialsIn?: pulumi.Input<"basic" | "body">;
    };

/** Certificates and key, each in PEM form; all are optional. */
export interface HttpConnectionTls {
  /** The certificate that Workato presents, together with `clientKey`. */
  clientCertificate?: pulumi.Input<string>;
  /** The private key of `clientCertificate`. */
  clientKey?: pulumi.Input<string>;
  /** The authority that has issued the server's certificate. Default: the public ones. */
  caCertificate?: pulumi.Input<string>;
}

export interface HttpConnectionArgs {
  /** The name of the connection in Workato. */
  name: pulumi.Input<string>;
  /** An https URL, such as `https://acme.okta.com`. */
  baseUrl: pulumi.Input<string>;
  /** How Workato authenticates at `baseUrl`. A secret: no output or preview shows it. */
  auth: pulumi.Input<HttpConnectionAuth>;
  /** For servers that ask for a client certificate, or have one of a private authority. A secret. Default: none. */
  tls?: pulumi.Input<HttpConnectionTls>;
  /** The id of the folder that holds the connection. Default: Workato's own choice. */
  folderId?: pulumi.Input<Id>;
  /**
   * Takes over an existing connection instead of creating one. The preview says what would change; properties that the program
   * does not name stay as they are. Credentials cannot be read, so those of the program are written.
   */
  adopt?: {
    /** The id of the connection in Workato. */
    connectionId: pulumi.Input<Id>;
  };
}

/**
 * A Workato connection of the type HTTP, such as the one over which Workato reaches the identity provider.
 *
 * Workato tries the credentials when it gets them. If it cannot authorise the connection, the resource is created all the same,
 * `authorizationStatus` is not `success`, and a warning says why in Workato's words.
 *
 * @see https://docs.workato.com/workato-api/connections.html
 */
export class HttpConnection extends DynamicResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly baseUrl: pulumi.Output<string>;
  declare readonly folderId: pulumi.Output<string | undefined>;
  /** The id of the connection in Workato; the same as `id`. */
  declare readonly connectionId: pulumi.Output<string>;
  /** Workato's last attempt to connect: `success`, `failed` or `exception`. */
  declare readonly authorizationStatus: pulumi.Output<string | undefined>;

  constructor(name: string, args: HttpConnectionArgs, opts?: pulumi.CustomResourceOptions) {
    const props = {
      connectionId: undefined,
      authorizationStatus: undefined,
      // Whole, so that the check finds a misspelt property of a program without types.
      ...args,
      auth: pulumi.secret(args.auth),
      tls: args.tls === undefined ? undefined : pulumi.secret(args.tls),
      owner: owner("HttpConnection", name, opts),
    };
    // The provider returns `auth` and `tls` as it got them, to tell later whether they changed.
    const options = pulumi.mergeOptions(opts, { additionalSecretOutputs: ["auth", "tls"] });
    super("HttpConnection", name, props, options);
  }
}

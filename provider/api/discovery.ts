import { z } from "zod";
import { ProviderError } from "../errors";
import type { Transport } from "../http/transport";
import { readBody } from "./wire";

const metadata = z.object({
  issuer: z.string(),
  token_endpoint: z.string(),
  jwks_uri: z.string().optional(),
  registration_endpoint: z.string().optional(),
});

/** Authorization server metadata, RFC 8414 section 2. */
export type ServerMetadata = z.output<typeof metadata>;

/**
 * Where the metadata of an issuer may be: RFC 8414 section 3.1 puts the well-known part before the path, OpenID Connect
 * Discovery section 4 behind it. Okta serves the latter form under both names.
 */
export function metadataUrls(issuer: string): string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/+$/, "");
  return [
    `${origin}${path}/.well-known/oauth-authorization-server`,
    `${origin}${path}/.well-known/openid-configuration`,
    `${origin}/.well-known/oauth-authorization-server${path}`,
  ].filter((url, index, all) => all.indexOf(url) === index);
}

/** Fetches the metadata of an issuer, once per process. The transport must be one to the issuer's origin. */
export class Discovery {
  private found: Promise<ServerMetadata> | undefined;

  constructor(
    private readonly http: Transport,
    private readonly issuer: string,
  ) {}

  metadata(): Promise<ServerMetadata> {
    this.found ??= this.fetch().catch((error: unknown) => {
      this.found = undefined;
      throw error;
    });
    return this.found;
  }

  private async fetch(): Promise<ServerMetadata> {
    for (const path of metadataUrls(this.issuer)) {
      const call = { method: "GET" as const, path, accept: [404] };
      const answer = await this.http.send(call);
      if (answer.status === 404) continue;
      const found = readBody(this.http, call, answer, metadata);
      if (found.issuer === this.issuer) return found;
      // RFC 8414 section 3.3: metadata that names another issuer must not be used.
      throw new ProviderError(
        "issuer_mismatch",
        `The metadata at ${path} names the issuer ${found.issuer}, not ${this.issuer}`,
        "The two must be equal to the letter: check workato-dcr:oktaOrgUrl and workato-dcr:oktaAuthorizationServerId",
      );
    }
    throw new ProviderError(
      "issuer_not_found",
      `The issuer ${this.issuer} publishes no metadata (404 at each of ${metadataUrls(this.issuer).join(", ")})`,
      "Check workato-dcr:oktaAuthorizationServerId: is there an authorization server of this id?",
    );
  }
}

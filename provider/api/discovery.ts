import { z } from "zod";
import { ProviderError } from "../errors";
import { ForbiddenError, MalformedAnswerError } from "../http/errors";
import type { Transport } from "../http/transport";
import { once } from "../once";
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

/** Where a user mends what is wrong with an issuer. */
export interface IssuerAdvice {
  /** Nothing is published there. A sentence. */
  notFound: string;
  /** Another issuer is named there: `more` ends the sentence that says so. */
  mismatch: { more: string; next(named: string): string };
}

/**
 * Finds the metadata of the issuer, once per process. An authorization server may issue its tokens under another of its domains than
 * the one that is configured; what it names is believed if the server says the same when asked with credentials.
 */
export class Discovery {
  private readonly found = once(() => this.find());

  /**
   * @param open a transport without credentials to the origin of a URL
   * @param configured the issuer as the configuration has it
   * @param named the issuer that the server itself names; absent where it cannot be asked
   */
  constructor(
    private readonly open: (url: string) => Transport,
    private readonly configured: string,
    private readonly advice: IssuerAdvice,
    private readonly named?: () => Promise<string>,
  ) {}

  metadata(): Promise<ServerMetadata> {
    return this.found();
  }

  /** Whether tokens come from this issuer. Nobody is asked where it is the configured one. */
  async isCurrent(issuer: string): Promise<boolean> {
    return issuer === this.configured || issuer === (await this.metadata()).issuer;
  }

  private async find(): Promise<ServerMetadata> {
    const { found, url } = await this.fetch(this.configured);
    if (found.issuer === this.configured) return found;
    if (found.issuer !== (await this.confirmed())) throw this.mismatch(this.configured, found.issuer, url);
    const own = await this.fetch(found.issuer);
    if (own.found.issuer === found.issuer) return own.found;
    throw this.mismatch(found.issuer, own.found.issuer, own.url);
  }

  private async confirmed(): Promise<string | undefined> {
    try {
      return await this.named?.();
    } catch (error) {
      if (error instanceof ForbiddenError) return undefined;
      throw error;
    }
  }

  /** Every document that the issuer publishes of itself: servers that have more than one were seen to say different things in them. */
  async documents(): Promise<{ metadata: ServerMetadata; url: string }[]> {
    const all = [];
    for await (const document of this.published(this.configured)) all.push(document);
    return all.filter(({ metadata: { issuer } }) => issuer === this.configured);
  }

  private async fetch(issuer: string): Promise<{ found: ServerMetadata; url: string }> {
    for await (const { metadata: found, url } of this.published(issuer)) return { found, url };
    throw new ProviderError(
      "issuer_not_found",
      `The issuer ${issuer} publishes no metadata (404 at each of ${metadataUrls(issuer).join(", ")})`,
      this.advice.notFound,
    );
  }

  /** @throws MalformedAnswerError where there is something, and none of it is metadata */
  private async *published(issuer: string): AsyncGenerator<{ metadata: ServerMetadata; url: string }> {
    const http = this.open(issuer);
    let unreadable: unknown;
    let found = false;
    for (const url of metadataUrls(issuer)) {
      const call = { method: "GET" as const, path: url, accept: [404] };
      try {
        const answer = await http.send(call);
        if (answer.status === 404) continue;
        const document = { metadata: readBody(http, call, answer, metadata), url };
        found = true;
        yield document;
      } catch (error) {
        // A site that has a page for every address has one for this too.
        if (!(error instanceof MalformedAnswerError)) throw error;
        unreadable ??= error;
      }
    }
    if (!found && unreadable !== undefined) throw unreadable;
  }

  /** RFC 8414 section 3.3: metadata that names another issuer must not be used. */
  private mismatch(asked: string, named: string, url: string): ProviderError {
    const { more, next } = this.advice.mismatch;
    return new ProviderError(
      "issuer_mismatch",
      `The metadata at ${url} names the issuer ${named}, not ${asked}${more}`,
      next(named),
    );
  }
}

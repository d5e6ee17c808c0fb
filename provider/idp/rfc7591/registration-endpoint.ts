import type { ServerMetadata } from "../../api/discovery";
import { ProviderError } from "../../errors";

/** One of the metadata documents of an issuer, and its address. */
export interface Published {
  url: string;
  metadata: Pick<ServerMetadata, "registration_endpoint">;
}

/**
 * Where clients are registered, RFC 8414 section 2 and OpenID Connect Discovery section 3: servers may publish two documents, and one
 * was seen to name two endpoints in them, of which one did not work.
 * @param name of the identity provider in the configuration
 * @param setting by which the user can name one
 * @throws ProviderError where there is none, or where it is not clear which one
 */
export function registrationEndpoint(name: string, setting: string, published: readonly Published[]): string {
  const named = published.flatMap(({ url, metadata: { registration_endpoint: endpoint } }) =>
    endpoint === undefined ? [] : [{ url, endpoint }],
  );
  const [first, ...others] = named;
  const mend = `Set ${setting}`;
  if (first === undefined) {
    throw new ProviderError(
      "registration_endpoint_missing",
      `IdP ${name} names no registration endpoint in its metadata (${published.map(({ url }) => url).join(", ")})`,
      `${mend} if it has one; is dynamic client registration (RFC 7591) on there?`,
    );
  }
  const other = others.find(({ endpoint }) => endpoint !== first.endpoint);
  if (other === undefined) return first.endpoint;
  throw new ProviderError(
    "registration_endpoint_ambiguous",
    `IdP ${name} names two registration endpoints: ${first.endpoint} at ${first.url}, and ${other.endpoint} at ${other.url}`,
    `${mend} to the one that is to be used`,
  );
}

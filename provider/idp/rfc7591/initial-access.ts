import type { ServerMetadata } from "../../api/discovery";
import { fetchToken } from "../../api/token";
import type { Transport } from "../../http/transport";
import type { InitialAccess } from "./config";

/**
 * A token for one registration. One that is fetched is fetched anew each time: there are servers that accept each once.
 * @param open a transport without credentials to the origin of a URL
 */
export async function initialAccessToken(
  access: InitialAccess | undefined,
  metadata: () => Promise<ServerMetadata>,
  open: (url: string) => Transport,
): Promise<string | undefined> {
  if (access === undefined) return undefined;
  if ("token" in access) return access.token;
  const { clientId, clientSecret, scope, audience, tokenUrl } = access;
  const tokenEndpoint = tokenUrl ?? (await metadata()).token_endpoint;
  return fetchToken(open(tokenEndpoint), {
    tokenEndpoint,
    clientId,
    clientSecret,
    method: "client_secret_basic",
    scopes: scope?.split(" ").filter(Boolean) ?? [],
    ...(audience !== undefined && { parameters: { audience } }),
  });
}

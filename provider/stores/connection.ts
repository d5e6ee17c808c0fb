import type { Connection } from "../api/workato/connections";
import { ProviderError } from "../errors";
import type { Services } from "../services";

/** Why a connection cannot serve a DCR provider, and what to do; `undefined` where nothing speaks against it. */
export function connectionTrouble(
  id: string,
  connection: Connection | undefined,
): { what: string; next: string } | undefined {
  if (!connection) {
    return {
      what: `there is no connection ${id} in this workspace`,
      next: "Check the id, and that the API client of workato-dcr:apiToken may see the connection's folder",
    };
  }
  const named = `connection ${id} ("${connection.name}")`;
  if (connection.provider !== "rest") {
    return {
      what: `${named} is not an HTTP connection but one to ${connection.provider ?? "an unknown application"}`,
      next: "Use a connection of the type HTTP, such as an HttpConnection",
    };
  }
  if (connection.authorizationStatus !== "success") {
    return {
      what: `${named} is not authorised: ${connection.authorizationError ?? connection.authorizationStatus ?? "never tried"}`,
      next: "Correct its base URL or credentials, and apply again",
    };
  }
  return undefined;
}

/** @throws ProviderError `connection_unfit` */
export async function requireUsableConnection(id: string, services: Services): Promise<void> {
  const trouble = connectionTrouble(id, await services.connections.find(id));
  if (trouble) throw new ProviderError("connection_unfit", `connection.id: ${trouble.what}`, trouble.next);
}

import { ProviderError } from "../../errors";
import { ApiError } from "../../http/errors";
import type { ClientMetadata } from "./client-metadata";
import type { Obstacle, Standing } from "./standing";

/** Why a client could not be managed, and what is known of it. */
export interface Unmanageable {
  obstacle: Obstacle;
  standing: Standing;
  /** How the server refused, where it was asked. */
  refused?: ApiError;
}

const OBSTACLES: Record<Obstacle, string> = {
  "no access": "no registration access token is held that would let it be read or changed",
  refused: "the server refuses its registration access token",
  "not offered": "the server offers no such management of clients (RFC 7592)",
};

/** A full sentence. */
export function unmanageable(name: string, clientId: string, { obstacle, standing, refused }: Unmanageable): string {
  const how = refused === undefined ? "" : ` (${refusalOf(refused)})`;
  const known =
    standing === "alive"
      ? "its own credentials work"
      : "whether it is still there cannot be told by its own credentials";
  return `Client ${clientId} at IdP ${name} cannot be managed: ${OBSTACLES[obstacle]}${how}; ${known}.`;
}

/** What a user has to know of a client that could not be deleted. */
export function stays(name: string, clientId: string, why: Unmanageable): string {
  const end = why.standing === "alive" ? "It stays there: delete it by hand." : "Look there, and delete it by hand.";
  return `${unmanageable(name, clientId, why)} ${end}`;
}

/** How a call was refused, in short. */
function refusalOf({ endpoint, status, refusal }: ApiError): string {
  return [`${endpoint}:`, status, refusal.code].filter((part) => part !== undefined).join(" ");
}

/** An error after which nobody knows whether a client was made tells by which name it is to be found, since nothing lists clients. */
export function toldName(error: unknown, { client_name }: ClientMetadata): unknown {
  if (!(error instanceof ApiError) || error.outcome !== "unknown") return error;
  const type = error.constructor as typeof ApiError;
  return new type(error.code, `${error.what}; a client "${client_name}" may be there by now`, error.next, error);
}

export function isGone(name: string, clientId: string): ProviderError {
  return new ProviderError(
    "client_gone",
    `Client ${clientId} is gone at IdP ${name}`,
    "Run pulumi refresh, then pulumi up: it is registered anew, with other credentials",
  );
}

import { joinUrl } from "./connection-call";
import type { FieldErrors } from "./errors";
import type { Connection, DcrProvider } from "./model";

/** What a DCR provider is held against. */

type Connections = ReadonlyMap<number, Connection>;

export function providerErrors(
  provider: DcrProvider,
  others: Iterable<DcrProvider>,
  connections: Connections,
): FieldErrors {
  return {
    ...(nameIsTaken(provider, others) && { name: ["has already been taken"] }),
    ...complaint("connection_id", registrationTrouble(connections.get(provider.connection_id))),
    ...introspectionErrors(provider, connections),
  };
}

export function introspectionUrl(provider: DcrProvider, connections: Connections): string | null {
  const { introspection_connection_id: connectionId, introspection_endpoint_path: path } = provider;
  const base = connectionId === null ? undefined : connections.get(connectionId)?.input.base_uri;
  return path !== null && typeof base === "string" ? joinUrl(base, path) : null;
}

function nameIsTaken({ id: own, name: wanted }: DcrProvider, all: Iterable<DcrProvider>): boolean {
  return [...all].some((other) => other.id !== own && other.name.toLowerCase() === wanted.toLowerCase());
}

export function registrationTrouble(connection: Connection | undefined): string | undefined {
  if (!connection) return "does not exist";
  if (connection.provider !== "rest") return "is not an HTTP connection";
  if (connection.authorization_status !== "success") return "is not authorized";
  return undefined;
}

function introspectionErrors(provider: DcrProvider, connections: Connections): FieldErrors {
  const { introspection_connection_id: connectionId, introspection_endpoint_path: path } = provider;
  if (provider.auth_method === "oidc") {
    return {
      ...(connectionId !== null && { introspection_connection_id: ["is only for oauth2_introspection"] }),
      ...(path !== null && { introspection_endpoint_path: ["is only for oauth2_introspection"] }),
    };
  }
  const connection = connectionId === null ? undefined : connections.get(connectionId);
  return {
    ...complaint(
      "introspection_connection_id",
      connectionId === null
        ? "can't be blank"
        : !connection
          ? "does not exist"
          : connection.provider !== "rest"
            ? "is not an HTTP connection"
            : undefined,
    ),
    ...complaint("introspection_endpoint_path", path === null ? "can't be blank" : pathTrouble(path)),
  };
}

function pathTrouble(path: string): string | undefined {
  const escapes = /^[a-z][a-z0-9+.-]*:|^\/\//i.test(path) || path.split(/[/\\]/).includes("..");
  return escapes || /[?#\s]/.test(path) ? "must be a relative path" : undefined;
}

function complaint(field: string, trouble: string | undefined): FieldErrors {
  return trouble === undefined ? {} : { [field]: [trouble] };
}

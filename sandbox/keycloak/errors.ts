import type { FastifyError, FastifyInstance } from "fastify";

/** An answer that is an error, in one of Keycloak's shapes. */
export class KeycloakError extends Error {
  constructor(
    readonly status: number,
    readonly body: { error?: string; error_description?: string; errorMessage?: string },
  ) {
    super(JSON.stringify(body));
  }
}

export const unauthorized = () => new KeycloakError(401, { error: "HTTP 401 Unauthorized" });
export const forbidden = () => new KeycloakError(403, { error: "HTTP 403 Forbidden" });
export const noClient = () => new KeycloakError(404, { error: "Could not find client" });
export const taken = (clientId: string) =>
  new KeycloakError(409, { errorMessage: `Client ${clientId} already exists` });
export const invalidInput = (error_description: string) =>
  new KeycloakError(400, { error: "invalid_input", error_description });
export const oauth = (status: number, error: string, error_description: string) =>
  new KeycloakError(status, { error, error_description });

/** What the database does not take is told in no other way. */
export const unknownError = () =>
  new KeycloakError(500, {
    error: "unknown_error",
    error_description: "For more on this error consult the server log.",
  });

export function installErrors(app: FastifyInstance): void {
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ error: "Unable to find matching target resource method" }),
  );
  app.setErrorHandler((error: FastifyError | KeycloakError, _request, reply) => {
    if (error instanceof KeycloakError) return reply.code(error.status).send(error.body);
    if (error.statusCode === undefined) console.error(error);
    return reply.code(error.statusCode ?? 500).send({ error: error.message });
  });
}

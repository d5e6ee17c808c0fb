import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { FOLDER_IDS } from "../presets";
import type { World } from "../world";
import { callThrough } from "./connection-call";
import { httpInput } from "./connection-input";
import { type FieldErrors, integerId, notFound, parse, refuse } from "./errors";
import { id, name, newErrors } from "./fields";
import type { Connection } from "./model";

const ROOT_FOLDER = FOLDER_IDS[0] ?? 1;
const fields = {
  /** Null is the root folder. */
  folder_id: id.nullable(),
  parent_id: id.nullable(),
  external_id: z.string().nullable(),
  description: z.string().nullable(),
  shell_connection: z.boolean(),
  input: z.record(z.string(), z.unknown()),
};
const creation = z.strictObject({ name, provider: name, ...z.object(fields).partial().shape });
const update = z.strictObject({ name, ...fields }).partial();
const listQuery = z.strictObject({
  folder_id: z.coerce.number().optional(),
  parent_id: z.coerce.number().optional(),
  external_id: z.string().optional(),
  include_runtime_connections: z.string().optional(),
  "includes[]": z.union([z.string(), z.array(z.string())]).optional(),
});

export function connectionRoutes(app: FastifyInstance, { store }: World): void {
  const { connections } = store.workato;
  const find = (text: string) => {
    const connection = connections.get(integerId(text));
    if (!connection) throw notFound();
    return connection;
  };
  const check = (connection: Connection): FieldErrors => ({
    ...(!FOLDER_IDS.includes(connection.folder_id) && { folder_id: ["does not exist"] }),
    ...(connection.parent_id !== null && !connections.has(connection.parent_id) && { parent_id: ["does not exist"] }),
  });

  app.get("/api/connections", async (request) => {
    const query = parse(listQuery, request.query);
    return [...connections.values()]
      .filter((connection) => query.folder_id === undefined || connection.folder_id === query.folder_id)
      .filter((connection) => query.parent_id === undefined || connection.parent_id === query.parent_id)
      .filter((connection) => query.external_id === undefined || connection.external_id === query.external_id)
      .map(connectionWire);
  });

  app.post("/api/connections", async (request) => {
    const { shell_connection = false, ...body } = parse(creation, request.body);
    const input = checkedInput(body.provider, body.input ?? {}, shell_connection);
    const now = new Date().toISOString();
    const connection: Connection = {
      parent_id: null,
      external_id: null,
      description: null,
      ...body,
      folder_id: body.folder_id ?? ROOT_FOLDER,
      id: store.nextId(),
      application: body.provider,
      input,
      ...UNTESTED,
      connection_lost_at: null,
      connection_lost_reason: null,
      tags: null,
      created_at: now,
      updated_at: now,
    };
    refuse(check(connection));
    if (!shell_connection) Object.assign(connection, await authorization(connection));
    connections.set(connection.id, connection);
    return connectionWire(connection);
  });

  app.put<{ Params: { id: string } }>("/api/connections/:id", async (request) => {
    const current = find(request.params.id);
    const { shell_connection = false, ...body } = parse(update, request.body);
    const next: Connection = {
      ...current,
      ...body,
      folder_id: body.folder_id === undefined ? current.folder_id : (body.folder_id ?? ROOT_FOLDER),
      updated_at: new Date().toISOString(),
    };
    if (body.input) next.input = checkedInput(current.provider, body.input, shell_connection);
    refuse(newErrors(check, current, next));
    if (shell_connection) Object.assign(next, UNTESTED);
    else if (body.input) Object.assign(next, await authorization(next));
    Object.assign(current, next);
    return connectionWire(current);
  });

  app.post<{ Params: { id: string } }>("/api/connections/:id/disconnect", async (request) => {
    Object.assign(find(request.params.id), UNTESTED);
    return { success: true };
  });

  app.delete<{ Params: { id: string } }>("/api/connections/:id", async (request) => {
    connections.delete(find(request.params.id).id);
    return { success: true };
  });
}

function connectionWire({ input: _, ...wire }: Connection): Omit<Connection, "input"> {
  return wire;
}

/** A shell connection may come without its parameters; what it does bring has to be right. */
function checkedInput(provider: string, input: Record<string, unknown>, shell: boolean): Record<string, unknown> {
  if (provider !== "rest" || (shell && Object.keys(input).length === 0)) return input;
  return parse(z.strictObject({ input: httpInput }), { input }).input;
}

const UNTESTED = { authorization_status: null, authorization_error: null, authorized_at: null } as const;

/** Other than HTTP connections have no server here; their credentials are taken at their word. */
async function authorization(connection: Connection) {
  const failed = (reason: string) => ({
    ...UNTESTED,
    authorization_status: "failed" as const,
    authorization_error: reason,
  });
  if (connection.provider === "rest") {
    try {
      const { status } = await callThrough(connection, "/");
      if (status === 401 || status === 403) return failed(`the base URL answered ${status}`);
    } catch (error) {
      return failed(`no answer from the base URL: ${(error as Error).message}`);
    }
  }
  return {
    authorization_status: "success" as const,
    authorization_error: null,
    authorized_at: new Date().toISOString(),
  };
}

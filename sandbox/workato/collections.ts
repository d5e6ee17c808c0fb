import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { FOLDER_IDS, PROJECT_IDS } from "../presets";
import type { World } from "../world";
import { parse, refuse } from "./errors";
import { name, page, slice } from "./fields";
import type { ApiCollection } from "./model";

const creation = z.strictObject({
  name,
  project_id: z.int().optional(),
  proxy_connection_id: z.int().optional(),
  openapi_spec: z.strictObject({ content: z.string().min(1), format: z.enum(["json", "yaml"]) }).optional(),
});
const pageQuery = z.strictObject(page);
const endpointsQuery = z.strictObject({ ...page, api_collection_id: z.coerce.number().optional() });

/** Collections, their endpoints, and who the token is. */
export function collectionRoutes(app: FastifyInstance, { store, info }: World): void {
  const wire = (collection: ApiCollection) => ({
    ...collection,
    url: `${info.gatewayUrl}/${collection.id}`,
    api_spec_url: `${info.gatewayUrl}/${collection.id}/openapi.json`,
  });

  app.get("/api/api_collections", async (request) =>
    slice(store.workato.apiCollections.values(), parse(pageQuery, request.query)).data.map(wire),
  );

  app.post("/api/api_collections", async (request) => {
    const body = parse(creation, request.body);
    const known = body.project_id === undefined || PROJECT_IDS.includes(body.project_id);
    refuse(known ? {} : { project_id: ["does not exist"] });
    return wire(store.addCollection(store.nextId(), body.name));
  });

  /** One endpoint a collection, the one that the gateway answers on. */
  app.get("/api/api_endpoints", async (request) => {
    const query = parse(endpointsQuery, request.query);
    const endpoints = [...store.workato.apiCollections.values()]
      .filter(({ id }) => query.api_collection_id === undefined || id === query.api_collection_id)
      .map((collection) => ({
        id: collection.id * 10,
        api_collection_id: collection.id,
        flow_id: collection.id,
        name: "Any path",
        method: "GET",
        url: `${info.gatewayUrl}/${collection.id}/any/path`,
        base_path: `/gateway/${collection.id}/`,
        path: "any/path",
        active: true,
        legacy: false,
        created_at: collection.created_at,
        updated_at: collection.updated_at,
      }));
    return slice(endpoints, query).data;
  });

  app.get("/api/users/me", async () => ({
    id: 1,
    name: "Sandbox",
    email: "sandbox@example.com",
    company_name: "Example",
    plan_id: "sandbox",
    created_at: "2024-01-01T00:00:00.000Z",
    recipes_count: 0,
    active_recipes_count: 0,
    root_folder_id: FOLDER_IDS[0],
  }));
}

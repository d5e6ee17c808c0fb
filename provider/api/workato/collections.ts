import { z } from "zod";
import type { Transport } from "../../http/transport";
import { SharedList } from "../shared-list";
import { ask, optional, wireId } from "../wire";

const PATH = "/api/api_collections";
const PAGE = 100;

const collection = z
  .object({
    id: wireId,
    name: z.string(),
    project_id: optional(wireId),
    url: optional(z.string()),
    version: optional(z.union([z.string(), z.number()]).transform(String)),
  })
  .transform((wire) => ({
    id: wire.id,
    name: wire.name,
    projectId: wire.project_id,
    url: wire.url,
    version: wire.version,
  }));

export type ApiCollection = z.output<typeof collection>;

/** API collections: https://docs.workato.com/workato-api/api-platform.html */
export class ApiCollections {
  private readonly shared = new SharedList(() => this.load());

  constructor(private readonly http: Transport) {}

  list(): Promise<ApiCollection[]> {
    return this.shared.get();
  }

  private async load(): Promise<ApiCollection[]> {
    const all: ApiCollection[] = [];
    for (let page = 1; ; page++) {
      const call = { method: "GET" as const, path: PATH, query: { page, per_page: PAGE } };
      const collections = await ask(this.http, call, z.array(collection));
      all.push(...collections);
      if (collections.length < PAGE) return all;
    }
  }
}

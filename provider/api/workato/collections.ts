import { z } from "zod";
import type { Transport } from "../../http/transport";
import { onePage } from "../listing";
import { numberedPages, plainPage } from "../paging";
import { SharedList } from "../shared-list";
import { optional, wireId } from "../wire";

const PATH = "/api/api_collections";

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
  private readonly shared = new SharedList(() => onePage(numberedPages(this.http, PATH, plainPage(collection))));

  constructor(private readonly http: Transport) {}

  list(): Promise<ApiCollection[]> {
    return this.shared.get();
  }

  /** {@link list}, with these among them if they are there by now. */
  including(ids: readonly string[]): Promise<ApiCollection[]> {
    return this.shared.including(ids);
  }
}

import { z } from "zod";
import type { Transport } from "../../http/transport";
import { markIn } from "../../mark";
import { onePage } from "../listing";
import { type Marked, Marks } from "../marks";
import { countedPage, numberedPages } from "../paging";
import { SharedList } from "../shared-list";
import { ask, optional, readBody, wireId } from "../wire";
import { ASSUMED } from "./assumed";

/** Of what lists clients, and of what concerns one. */
export const PATH = "/api/v2/api_clients";

/** What the program calls the fields that Workato may refuse. */
const PROPERTIES = {
  name: "name",
  description: "description",
  email: "email",
  api_portal_id: "portalId",
  api_collection_ids: "apiCollectionIds",
  api_policy_id: "apiPolicyId",
  project_id: "projectId",
  // Of the binding to a DCR provider.
  auth_type: "dcrProvider.authenticationMethod",
  required_claims: "dcrProvider.requiredClaims",
  access_profile_claim: "dcrProvider.apiKeyClaim",
  [ASSUMED.clientProvider]: "dcrProvider",
};

const reference = z.object({ id: wireId });

const apiClient = z
  .object({
    id: wireId,
    name: z.string(),
    description: optional(z.string()),
    auth_type: optional(z.string()),
    email: optional(z.string()),
    project_id: wireId.nullish(),
    api_portal_id: wireId.nullish(),
    api_portals: optional(z.array(reference)),
    api_collections: optional(z.array(reference)),
    api_policies: optional(z.array(reference)),
    created_at: optional(z.string()),
    active_api_keys_count: optional(z.number()),
    total_api_keys_count: optional(z.number()),
    [ASSUMED.clientProvider]: optional(wireId),
  })
  .transform((wire) => ({
    id: wire.id,
    name: wire.name,
    description: wire.description,
    createdAt: wire.created_at,
    authType: wire.auth_type,
    email: wire.email,
    /** Like the portal: `null` where there is none, `undefined` where the answer does not tell. */
    projectId: wire.project_id,
    portalId: wire.api_portal_id ?? (wire.api_portals ? (wire.api_portals[0]?.id ?? null) : wire.api_portal_id),
    apiCollectionIds: wire.api_collections?.map(({ id }) => id),
    apiPolicyId: wire.api_policies?.[0]?.id,
    /** The cheap sign that a key was disabled or deleted: keys are listed per client only. */
    activeKeys: wire.active_api_keys_count,
    totalKeys: wire.total_api_keys_count,
    dcrProviderId: wire[ASSUMED.clientProvider],
  }));

const one = z.object({ data: apiClient });

export type ApiClientModel = z.output<typeof apiClient>;

/** The body of create and update, as Workato publishes it; bindings to a DCR provider come from elsewhere. */
export interface ApiClientBody {
  name: string;
  description: string;
  /** `null` resets an optional field, `undefined` is not sent. */
  project_id: number | null | undefined;
  api_portal_id: number | null | undefined;
  email: string | null | undefined;
  api_policy_id: number | null | undefined;
  api_collection_ids: number[];
  auth_type: string;
}

/** The end of its description carries the mark: a client has no other field for it. */
function marked({ id, description, createdAt }: ApiClientModel): Marked[] {
  const mark = markIn(description);
  return mark === undefined ? [] : [{ id, mark, createdAt }];
}

/** API clients: https://docs.workato.com/workato-api/api-platform.html */
export class ApiClients {
  /** Of the clients that carry an ownership mark. */
  readonly marks = new Marks(
    async () => (await this.list()).flatMap(marked),
    async (id) => markIn((await this.read(id))?.description),
  );
  private readonly shared = new SharedList(() => onePage(numberedPages(this.http, PATH, countedPage(apiClient))));

  constructor(private readonly http: Transport) {}

  list(): Promise<ApiClientModel[]> {
    return this.shared.get();
  }

  /** `undefined` when the client is gone: a list that changes while it is paged may pass one over, so a miss is asked for by its id. */
  async read(id: string): Promise<ApiClientModel | undefined> {
    const listed = await this.shared.find(id);
    if (listed) return listed;
    const call = { method: "GET" as const, path: `${PATH}/${id}`, accept: [404] };
    const answer = await this.http.send(call);
    return answer.status === 404 ? undefined : readBody(this.http, call, answer, one).data;
  }

  async create(body: ApiClientBody): Promise<ApiClientModel> {
    const call = { method: "POST" as const, path: PATH, json: body, properties: PROPERTIES };
    return this.noted(body, (await this.shared.change(() => ask(this.http, call, one))).data);
  }

  async update(id: string, body: ApiClientBody): Promise<ApiClientModel> {
    const call = { method: "PUT" as const, path: `${PATH}/${id}`, json: body, properties: PROPERTIES };
    return this.noted(body, (await this.shared.change(() => ask(this.http, call, one))).data);
  }

  /** A client that is gone already is deleted; its keys go with it. */
  async delete(id: string): Promise<void> {
    await this.shared.change(() => this.http.send({ method: "DELETE", path: `${PATH}/${id}`, accept: [404] }));
    this.marks.forget(id);
  }

  private noted({ description }: ApiClientBody, made: ApiClientModel): ApiClientModel {
    for (const it of marked({ ...made, description })) this.marks.note(it);
    return made;
  }
}

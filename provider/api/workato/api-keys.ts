import { z } from "zod";
import { NotFoundError } from "../../http/errors";
import type { Transport } from "../../http/transport";
import { Batch } from "../batch";
import { countedPage, numberedPages } from "../paging";
import { SharedList } from "../shared-list";
import { ask, optional, wireId } from "../wire";
import { PATH } from "./api-clients";
import { ASSUMED } from "./assumed";

/** The keys of up to so many clients are listed only to be sure. */
const FEW = 3;

/** What the program calls the fields that Workato may refuse. */
const PROPERTIES = { ip_allow_list: "ipAllowList" };

const apiKey = z
  .object({
    id: wireId,
    name: z.string(),
    active: optional(z.boolean()),
    auth_token: optional(z.string()),
    ip_allow_list: optional(z.array(z.string())),
    [ASSUMED.keyClient]: optional(z.string()),
  })
  .transform((wire) => ({
    id: wire.id,
    name: wire.name,
    active: wire.active ?? true,
    authToken: wire.auth_token,
    ipAllowList: wire.ip_allow_list,
    /** The client at the IdP, where Workato itself knows it. */
    clientId: wire[ASSUMED.keyClient],
  }));

const one = z.object({ data: apiKey });

export type ApiKeyModel = z.output<typeof apiKey>;

interface ApiKeyBody {
  name: string;
  active: boolean;
  ip_allow_list?: string[];
}

/**
 * The keys of API clients, each of which has a list of its own. The row of a client counts its keys, for refreshes, which come first; so
 * a write of a key leaves the list of clients as it is, since otherwise each key would cost one.
 * @see https://docs.workato.com/workato-api/api-platform.html
 */
export class ApiKeys {
  private readonly lists = new Map<string, SharedList<ApiKeyModel>>();
  private readonly few = new Batch<ApiKeyModel[]>(
    FEW,
    (clientId) => this.of(clientId),
    async () => undefined,
  );

  constructor(private readonly http: Transport) {}

  /** Holds no `authToken` to rely on. None of a client that is gone. */
  of(clientId: string): Promise<ApiKeyModel[]> {
    return this.list(clientId).get();
  }

  /** {@link of} where few clients are asked for; `undefined` where many are. */
  ofFew(clientId: string): Promise<ApiKeyModel[] | undefined> {
    return this.few.read(clientId);
  }

  /** Only this answer is sure to hold `authToken`. */
  async create(clientId: string, body: ApiKeyBody): Promise<ApiKeyModel> {
    const call = { method: "POST" as const, path: pathOf(clientId), json: body, properties: PROPERTIES };
    return (await this.list(clientId).change(() => ask(this.http, call, one))).data;
  }

  /** A key of this name already stays as it is. */
  async rename(clientId: string, id: string, name: string): Promise<void> {
    const found = (await this.of(clientId)).find((key) => key.id === id);
    if (found && found.name !== name) await this.update(clientId, id, { name });
  }

  async update(clientId: string, id: string, body: Partial<ApiKeyBody>): Promise<void> {
    const call = { method: "PUT" as const, path: pathOf(clientId, id), json: body, properties: PROPERTIES };
    await this.list(clientId).change(() => this.http.send(call));
  }

  /** A key that is active already stays so. */
  async enable(clientId: string, id: string): Promise<void> {
    const call = { method: "PUT" as const, path: `${pathOf(clientId, id)}/enable` };
    await this.list(clientId).change(() => this.http.send(call));
  }

  /** A key that is gone already, with its client or alone, is deleted. */
  async delete(clientId: string, id: string): Promise<void> {
    const call = { method: "DELETE" as const, path: pathOf(clientId, id), accept: [404] };
    await this.list(clientId).change(() => this.http.send(call));
  }

  private list(clientId: string): SharedList<ApiKeyModel> {
    const list = this.lists.get(clientId) ?? new SharedList(() => this.load(clientId));
    this.lists.set(clientId, list);
    return list;
  }

  private async *load(clientId: string): AsyncGenerator<ApiKeyModel[]> {
    try {
      yield await numberedPages(this.http, pathOf(clientId), countedPage(apiKey));
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
    }
  }
}

const pathOf = (clientId: string, ...id: string[]) => [PATH, clientId, "api_keys", ...id].join("/");

import { z } from "zod";
import { ProviderError } from "../../errors";
import { NotFoundError } from "../../http/errors";
import type { Call, Transport } from "../../http/transport";
import { onePage } from "../listing";
import { SharedList } from "../shared-list";
import { ask, optional } from "../wire";
import {
  ASSUMED,
  type AuthenticationMethod,
  DCR_PROVIDER_PROPERTIES,
  type DcrProviderModel,
  type DcrProviderSettings,
  dcrProvider,
  dcrProviderBody,
} from "./assumed";

const one = z.object({ data: dcrProvider });
const validation = z.object({ data: z.object({ status: z.string(), errors: optional(z.array(z.string())) }) });

/** DCR providers at Workato, by assumed endpoints. */
export class DcrProviders {
  private readonly shared = new SharedList(() => onePage(this.load()));

  constructor(private readonly http: Transport) {}

  list(): Promise<DcrProviderModel[]> {
    return this.shared.get();
  }

  find(id: string): Promise<DcrProviderModel | undefined> {
    return this.shared.find(id);
  }

  /** What keeps the connection from serving DCR, in Workato's words; empty when nothing does. */
  async validateConnection(connectionId: string): Promise<string[]> {
    const json = { connection_id: Number(connectionId) };
    const { data } = await this.send({ method: "POST", path: ASSUMED.validation, json, safe: true }, validation);
    const { status, errors } = data;
    if (status === "success") return [];
    return errors?.length ? errors : [`the validation ended with status ${status}`];
  }

  async create(settings: DcrProviderSettings, method: AuthenticationMethod): Promise<DcrProviderModel> {
    const json = dcrProviderBody(settings, method);
    const call = { method: "POST" as const, path: ASSUMED.providers, json, properties: DCR_PROVIDER_PROPERTIES };
    return (await this.shared.change(() => this.send(call, one))).data;
  }

  async update(id: string, settings: DcrProviderSettings): Promise<DcrProviderModel> {
    const json = dcrProviderBody(settings);
    const call = {
      method: "PUT" as const,
      path: `${ASSUMED.providers}/${id}`,
      json,
      properties: DCR_PROVIDER_PROPERTIES,
    };
    return (await this.shared.change(() => ask(this.http, call, one))).data;
  }

  /** A provider that is gone already is deleted. */
  async delete(id: string): Promise<void> {
    const call = { method: "DELETE" as const, path: `${ASSUMED.providers}/${id}`, accept: [404] };
    await this.shared.change(() => this.http.send(call));
  }

  private async load(): Promise<DcrProviderModel[]> {
    const list = z.object({ data: z.array(dcrProvider) });
    return (await this.send({ method: "GET", path: ASSUMED.providers }, list)).data;
  }

  /** For calls on the collection, where a 404 can only mean that the workspace has no such endpoint. */
  private async send<T extends z.ZodType>(call: Call, schema: T): Promise<z.output<T>> {
    try {
      return await ask(this.http, call, schema);
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
      throw new ProviderError(
        "no_dcr_provider_endpoints",
        `This Workato workspace has no DCR-provider endpoints, which workato-dcr:dcrProviderStore = workato needs: ${error.what}`,
        "Workato does not publish these endpoints (see docs/tokens.md, Where a DCR provider lives)",
      );
    }
  }
}

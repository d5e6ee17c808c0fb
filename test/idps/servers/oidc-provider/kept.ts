import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Adapter, AdapterPayload } from "oidc-provider";

/** All that a server keeps, in one file: by the name of the model and the id. */
export class Kept {
  private readonly rows: Map<string, AdapterPayload>;

  constructor(private readonly file: string) {
    this.rows = new Map(existsSync(file) ? Object.entries(JSON.parse(readFileSync(file, "utf8"))) : []);
  }

  adapter(model: string): Adapter {
    const none = async () => undefined;
    return {
      find: async (id) => this.rows.get(`${model} ${id}`),
      upsert: async (id, payload) => this.set(model, id, payload),
      destroy: async (id) => this.set(model, id, undefined),
      consume: async (id) => this.set(model, id, { ...this.rows.get(`${model} ${id}`), consumed: true }),
      findByUid: none,
      findByUserCode: none,
      revokeByGrantId: none,
    };
  }

  all(model: string): AdapterPayload[] {
    return [...this.rows].flatMap(([key, row]) => (key.startsWith(`${model} `) ? [row] : []));
  }

  set(model: string, id: string, row: AdapterPayload | undefined): void {
    if (row) this.rows.set(`${model} ${id}`, row);
    else this.rows.delete(`${model} ${id}`);
    writeFileSync(this.file, JSON.stringify(Object.fromEntries(this.rows)));
  }

  /** As a backup without them would bring the server back. */
  forget(model: string): void {
    for (const key of [...this.rows.keys()])
      if (key.startsWith(`${model} `)) this.set(model, key.slice(model.length + 1), undefined);
  }
}

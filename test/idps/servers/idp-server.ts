import type { ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { detach, end, firstJsonLine } from "../../../sandbox/launch";

/** A real identity provider in a process of its own, and what somebody does there by hand. */
export interface IdpServer<Info> {
  readonly info: Info;
  /** All clients that were registered, whoever did. */
  clients(): Promise<Client[]>;
  change(clientId: string, metadata: Record<string, unknown>): Promise<void>;
  remove(clientId: string): Promise<void>;
  /** The next registration is carried out, and its answer is lost. */
  loseNextAnswer(): Promise<void>;
  /** Brings the server back, at the same address, as a backup without registration access tokens would. */
  restartWithoutRegistrationTokens(): Promise<void>;
  stop(): Promise<void>;
}

export interface Client {
  client_id: string;
  client_name: string;
}

/**
 * @param name for errors
 * @param launch starts the process, which tells its address in one line of JSON; `file` holds all that it keeps
 */
export async function startIdpServer<Info extends { issuer: string }>(
  name: string,
  launch: (file: string, port: number) => ChildProcess,
): Promise<IdpServer<Info>> {
  const folder = await mkdtemp(join(tmpdir(), "idp-server-"));
  const start = async (port: number) => {
    const child = launch(join(folder, "kept"), port);
    const info = await firstJsonLine<Info>(child, name);
    detach(child);
    return { child, info };
  };
  let { child, info } = await start(0);
  const byHand = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(`${info.issuer}/by-hand/${path}`, init);
    if (!answer.ok) throw new Error(`${name}: ${init.method ?? "GET"} ${path}: ${answer.status}`);
    return answer.json();
  };
  return {
    info,
    clients: async () => (await byHand("clients")) as Client[],
    change: async (clientId, metadata) =>
      void (await byHand(`clients/${clientId}`, { method: "POST", body: JSON.stringify(metadata) })),
    remove: async (clientId) => void (await byHand(`clients/${clientId}`, { method: "DELETE" })),
    loseNextAnswer: async () => void (await byHand("lost-answer", { method: "POST" })),
    async restartWithoutRegistrationTokens() {
      await byHand("registration-tokens", { method: "POST" });
      await end(child);
      ({ child, info } = await start(Number(new URL(info.issuer).port)));
    },
    async stop() {
      await end(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import type { RunningSandbox } from "./server";
import type { Switches } from "./world";

/*
 * Sandboxes of one process, each with ports and a state of its own: what takes a second to start is done once for all tests. A POST with
 * the switches starts one and is answered with its info; a DELETE of Workato's port ends it.
 */

export interface Wanted extends Switches {
  port: number;
}

const running = new Map<string, RunningSandbox>();

async function answer(request: IncomingMessage): Promise<object> {
  const workatoPort = (request.url ?? "").slice(1);
  if (request.method === "DELETE") {
    running.get(workatoPort)?.stop();
    running.delete(workatoPort);
    return {};
  }
  // Loaded for the first one: tests that need none do not wait for it.
  const { runSandbox } = require("./server") as typeof import("./server");
  const { port, ...switches } = (await json(request)) as Wanted;
  const sandbox = await runSandbox(switches, port);
  running.set(new URL(sandbox.info.workatoBaseUrl).port, sandbox);
  return sandbox.info;
}

const server = createServer(async (request, response) => {
  const [status, body] = await answer(request).then(
    (body) => [200, body],
    (error: Error) => [500, { error: error.message }],
  );
  response.writeHead(Number(status), { "content-type": "application/json" }).end(JSON.stringify(body));
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
const end = () => process.exit();
process.stdin.resume().once("end", end).once("close", end);

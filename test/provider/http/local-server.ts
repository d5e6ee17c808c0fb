import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

export interface Seen {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage["headers"];
  body: string;
}

type Reply = (request: IncomingMessage, response: ServerResponse) => void;

/** A real HTTP server on loopback that answers each request with the next of `replies`, the last one over and over. */
export async function localServer(...replies: Reply[]) {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method, url, headers } = request;
      seen.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
      replies[Math.min(seen.length, replies.length) - 1]?.(request, response);
    });
  });
  // Until it is stopped, it closes none by itself.
  server.keepAliveTimeout = 600_000;
  const tunnels: string[] = [];
  server.on("connect", (request, socket: Socket) => {
    tunnels.push(`${request.url} ${request.headers.authorization ?? "without credentials"}`);
    socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    seen,
    /** What was asked to be tunnelled to, as a proxy. */
    tunnels,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type LocalServer = Awaited<ReturnType<typeof localServer>>;

export const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Reply =>
  (_, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  };

export const text =
  (body: string, status = 200, headers: Record<string, string> = {}): Reply =>
  (_, response) => {
    response.writeHead(status, headers).end(body);
  };

/** Cut without an answer. */
export const cut: Reply = (request) => request.socket.destroy();

/** Cut in the middle of the answer. */
export const cutInBody: Reply = (_, response) => {
  response.writeHead(200, { "content-length": "100" });
  response.write("{", () => response.destroy());
};

export const hang: Reply = () => {};

/** Cut for being no HTTP at all. */
export const noise: Reply = (request) => request.socket.end("SSH-2.0-OpenSSH_9.6\r\n\r\n");

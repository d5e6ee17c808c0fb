import type { IncomingMessage, Server } from "node:http";
import { type AddressInfo, Server as NetServer, type Socket } from "node:net";

/** The listener of one side. While it is shut, connections are refused, as by a host on which nothing listens. */
export class Door {
  readonly #sockets = new Set<Socket>();
  readonly #control = new WeakSet<Socket>();
  readonly #port: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(readonly server: Server) {
    this.#port = (server.address() as AddressInfo).port;
    server.on("connection", (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once("close", () => this.#sockets.delete(socket));
    });
    server.on("request", ({ url, socket }: IncomingMessage) => {
      if (url?.startsWith("/_sandbox/")) this.#control.add(socket);
    });
  }

  /** Open connections are cut, but for those over which the sandbox is controlled, and `last`. */
  shut(ms: number, last: Socket): void {
    // Not that of the HTTP server, which would cut the idle ones of the control too.
    NetServer.prototype.close.call(this.server);
    for (const socket of this.#sockets) if (socket !== last && !this.#control.has(socket)) socket.destroy();
    this.#timer = setTimeout(() => void this.open(), ms);
  }

  async open(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.server.listening) return;
    await new Promise<void>((resolve) => this.server.listen(this.#port, "127.0.0.1", resolve));
  }
}

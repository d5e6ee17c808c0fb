import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { redact } from "../redact";

/** Of the size of messages. */
export const WITHOUT_LIMIT = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };

/** The engine, as far as the plugin talks to it: warnings, each with the resource that it is about. */
export class Engine {
  #client: EngineClient | undefined;
  readonly #unsaid = new Set<Promise<void>>();

  connect(address: string): void {
    this.#client ??= new EngineClient(address, credentials.createInsecure(), WITHOUT_LIMIT);
  }

  /** @param urn empty for what concerns no resource */
  warn(message: string, urn = ""): void {
    const request = new LogRequest();
    request.setSeverity(LogSeverity.WARNING);
    request.setUrn(urn);
    this.#say(request, message);
  }

  /** What is of use only while one waits, beside the stack. */
  status(message: string): void {
    const request = new LogRequest();
    request.setSeverity(LogSeverity.INFO);
    request.setEphemeral(true);
    this.#say(request, message);
  }

  #say(request: LogRequest, message: string): void {
    const client = this.#client;
    if (!client) return;
    request.setMessage(redact(message));
    // A warning that does not arrive is no reason to fail.
    const saying = new Promise<void>((resolve) => client.log(request, () => resolve()));
    this.#unsaid.add(saying);
    saying.finally(() => this.#unsaid.delete(saying)).catch(() => {});
  }

  /** Once all warnings have arrived: those that come after an answer, the engine may not show. */
  async heard(): Promise<void> {
    await Promise.all(this.#unsaid);
  }
}

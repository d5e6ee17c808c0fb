import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { spareMemory } from "../memory";
import { Engine, WITHOUT_LIMIT } from "./engine";
import { providerService } from "./service";

const LOOK_FOR_ENGINE_MS = 2_000;

/** The plugin: the engine starts it, reads the port from its first line, and ends it. */
function main([address]: string[]): void {
  spareMemory();
  const engine = new Engine();
  if (address !== undefined) engine.connect(address);
  const server = new Server(WITHOUT_LIMIT);
  server.addService(ResourceProviderService, providerService(engine));
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    console.log(`${port}`);
  });
  endWithEngine();
}

/** An engine that was killed ends nothing. */
function endWithEngine(): void {
  const engine = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== engine) process.exit(1);
  }, LOOK_FOR_ENGINE_MS);
  timer.unref();
}

main(process.argv.slice(2).filter((argument) => !argument.startsWith("-")));

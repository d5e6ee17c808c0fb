// Hosts dynamic providers in a process that the engine attaches to, for one command after the other. To each command it looks like
// a new process of the SDK's own host: that and the package run anew. What takes long, to start and to load the SDK, is done once.
require("./lazy-sdk");
const Module = require("node:module");
const { extname, sep } = require("node:path");
const grpc = require("@grpc/grpc-js");
const { Empty } = require("google-protobuf/google/protobuf/empty_pb");
const { EngineClient } = require("@pulumi/pulumi/proto/engine_grpc_pb");
const { LogRequest, LogSeverity } = require("@pulumi/pulumi/proto/engine_pb");
const { ResourceProviderService } = require("@pulumi/pulumi/proto/provider_grpc_pb");
const { loaderAnew } = require("./anew");

const PACKAGE = "pulumi-workato-dcr/";
const IN_PACKAGE = `${sep}node_modules${sep}pulumi-workato-dcr${sep}`;
const HOST = require.resolve("@pulumi/pulumi/cmd/dynamic-provider");
/** What the host listens to for as long as its process is there. */
const EVENTS = ["uncaughtException", "unhandledRejection", "exit"];
const WHOLE_MESSAGES = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };

/** In place of the host's server: what is served is all that is wanted of it. */
class Served {
  addService(_, service) {
    command.service = service;
  }
  bindAsync() {}
}
const isAnew = (file) => file === HOST || (file.includes(IN_PACKAGE) && extname(file) === ".js");
const load = loaderAnew(isAnew, { "@grpc/grpc-js": { ...grpc, Server: Served } });

/** The one that is running. */
let command;

// A state holds code that requires a module of the package.
const loadOnce = Module._load;
Module._load = (id, parent, ...rest) => {
  const file = command && id.startsWith(PACKAGE) ? Module._resolveFilename(id, parent) : "";
  return isAnew(file) ? load(file, command.modules) : loadOnce(id, parent, ...rest);
};

function begin(engineAddress) {
  process.argv[2] = engineAddress;
  command?.engine.close();
  for (const event of EVENTS) process.removeAllListeners(event);
  const engine = new EngineClient(engineAddress, grpc.credentials.createInsecure());
  command = { engine, modules: new Map(), service: undefined, said: Promise.resolve() };
  load(HOST, command.modules);
}

// The engine reads what a provider's process prints, line by line, and shows it as this.
for (const [id, stream] of [process.stdout, process.stderr].entries()) {
  stream.write = (text) => {
    for (const line of String(text).split(/(?<=\n)/)) if (line.trim() !== "") say(line, id + 1);
    return true;
  };
}

function say(line, stream) {
  if (!command) return;
  const { engine, said } = command;
  const request = new LogRequest();
  request.setSeverity(LogSeverity.INFO);
  request.setMessage(line);
  request.setStreamid(stream);
  command.said = said.then(() => new Promise((done) => engine.log(request, () => done())));
}

/** An answer comes after all that was printed before it. */
const serving = (method) => (call, callback) => {
  const own = command;
  own.service[method](call, (...answer) => void own.said.then(() => callback(...answer)));
};

const methods = Object.keys(ResourceProviderService).filter(
  (method) => !ResourceProviderService[method].responseStream,
);
const served = Object.fromEntries(methods.map((method) => [method, serving(method)]));
const unimplemented = (_, callback) => callback({ code: grpc.status.UNIMPLEMENTED });

const server = new grpc.Server(WHOLE_MESSAGES);
server.addService(ResourceProviderService, {
  ...served,
  handshake: unimplemented,
  attach: ({ request }, callback) => {
    begin(request.getAddress());
    callback(null, new Empty());
  },
});
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.send({ port });
});
process.on("disconnect", () => process.exit());

import { type ChildProcess, spawn } from "node:child_process";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";

export type Properties = Record<string, unknown>;

/** What the provider answered with an error. A partial one holds what the engine is to record. */
export class CallFailed extends Error {
  constructor(
    message: string,
    readonly partial?: { id: string; properties: Properties },
  ) {
    super(message);
  }
}

/** Each command loads the package anew: in V8's default of 16 MB for what is young, that is a tenth of the time. */
const SPACIOUS = ["--max-semi-space-size=64"];

/** They do not end by themselves when their engine is gone. */
const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** The SDK's process for dynamic providers, driven by gRPC as the engine drives it. */
export class ProviderProcess {
  /** Everything that it has printed. */
  output = "";
  readonly #child: ChildProcess;
  #client: ResourceProviderClient | undefined;

  /** @param folder below which the package is installed */
  static async start(folder: string): Promise<ProviderProcess> {
    const started = new ProviderProcess(folder);
    const port = await started.#firstLine();
    started.#client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
    return started;
  }

  private constructor(folder: string) {
    const host = require.resolve("@pulumi/pulumi/cmd/dynamic-provider");
    const preloaded = ["./lazy-sdk.js", "./fresh-modules.js"].flatMap((it) => ["-r", require.resolve(it)]);
    this.#child = spawn(process.execPath, [...SPACIOUS, ...preloaded, host, "127.0.0.1:0"], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.add(this.#child);
    this.#child.once("exit", () => running.delete(this.#child));
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on("data", (chunk) => {
        this.output += chunk;
      });
    }
  }

  async configure(config: Record<string, string>): Promise<void> {
    const request = new proto.ConfigureRequest();
    request.setArgs(struct(config));
    await this.#call<proto.ConfigureResponse>((done) => this.#grpc.configure(request, done));
  }

  async check(olds: Properties, news: Properties): Promise<{ inputs: Properties; failures: string[] }> {
    const request = new proto.CheckRequest();
    request.setOlds(struct(olds));
    request.setNews(struct(news));
    const answer = await this.#call<proto.CheckResponse>((done) => this.#grpc.check(request, done));
    const failures = answer.getFailuresList().map((it) => `${it.getProperty()}: ${it.getReason()}`);
    return { inputs: plain(answer.getInputs()), failures };
  }

  async diff(id: string, olds: Properties, news: Properties): Promise<{ changes: boolean; replaces: boolean }> {
    const request = new proto.DiffRequest();
    request.setId(id);
    request.setOlds(struct(olds));
    request.setNews(struct(news));
    const answer = await this.#call<proto.DiffResponse>((done) => this.#grpc.diff(request, done));
    const changes = answer.getChanges() === proto.DiffResponse.DiffChanges.DIFF_SOME;
    return { changes, replaces: answer.getReplacesList().length > 0 };
  }

  async create(inputs: Properties): Promise<{ id: string; outputs: Properties }> {
    const request = new proto.CreateRequest();
    request.setProperties(struct(inputs));
    const answer = await this.#call<proto.CreateResponse>((done) => this.#grpc.create(request, done));
    return { id: answer.getId(), outputs: plain(answer.getProperties()) };
  }

  /** `undefined` when the resource is gone. */
  async read(id: string, outputs: Properties): Promise<{ inputs: Properties; outputs: Properties } | undefined> {
    const request = new proto.ReadRequest();
    request.setId(id);
    request.setProperties(struct(outputs));
    const answer = await this.#call<proto.ReadResponse>((done) => this.#grpc.read(request, done));
    if (answer.getId() === "") return undefined;
    return { inputs: plain(answer.getInputs()), outputs: plain(answer.getProperties()) };
  }

  async update(id: string, olds: Properties, news: Properties): Promise<Properties> {
    const request = new proto.UpdateRequest();
    request.setId(id);
    request.setOlds(struct(olds));
    request.setNews(struct(news));
    return plain((await this.#call<proto.UpdateResponse>((done) => this.#grpc.update(request, done))).getProperties());
  }

  async delete(id: string, outputs: Properties): Promise<void> {
    const request = new proto.DeleteRequest();
    request.setId(id);
    request.setProperties(struct(outputs));
    await this.#call((done) => this.#grpc.delete(request, done));
  }

  /** SIGKILL: calls that are under way fail. */
  async kill(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    if (this.#child.exitCode === null && this.#child.signalCode === null && this.#child.kill("SIGKILL")) await ended;
    this.#client?.close();
  }

  get #grpc(): ResourceProviderClient {
    if (!this.#client) throw new Error("the provider process is not up");
    return this.#client;
  }

  #call<T>(send: (done: (error: ServiceError | null, answer: T) => void) => unknown): Promise<T> {
    return new Promise((resolve, reject) => {
      send((error, answer) => (error ? reject(callFailed(error)) : resolve(answer)));
    });
  }

  #firstLine(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#child.stdout?.on("data", () => {
        const end = this.output.indexOf("\n");
        if (end > 0) resolve(this.output.slice(0, end).trim());
      });
      this.#child.once("exit", () => reject(new Error(`the provider process ended: ${this.output}`)));
    });
  }
}

/** The partial result is where Go's gRPC puts error details: in a trailer. */
function callFailed(error: ServiceError): CallFailed {
  const [trailer] = error.metadata?.get("grpc-status-details-bin") ?? [];
  if (!Buffer.isBuffer(trailer)) return new CallFailed(error.details || error.message);
  const detail = Status.deserializeBinary(trailer)
    .getDetailsList()[0]
    ?.unpack(proto.ErrorResourceInitFailed.deserializeBinary, "pulumirpc.ErrorResourceInitFailed");
  if (!detail) return new CallFailed(error.details);
  const partial = { id: detail.getId(), properties: plain(detail.getProperties()) };
  return new CallFailed([error.details, ...detail.getReasonsList()].join("\n"), partial);
}

const struct = (properties: Properties) => Struct.fromJavaScript(properties as Record<string, JavaScriptValue>);
const plain = (properties: Struct | undefined): Properties => properties?.toJavaScript() ?? {};

import { type handleUnaryCall, type ServiceError, status, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import {
  CheckFailure,
  type CheckRequest,
  CheckResponse,
  type ConfigureRequest,
  ConfigureResponse,
  type DiffRequest,
  DiffResponse,
  type GetSchemaRequest,
  GetSchemaResponse,
  type InvokeRequest,
  InvokeResponse,
  type ProviderHandshakeRequest,
  ProviderHandshakeResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Bag } from "../bag";
import { createServices } from "../create-services";
import { ProviderError } from "../errors";
import { progressOfProcess } from "../http/progress";
import type { Services } from "../services";
import { Settings } from "../settings";
import { version } from "../version";
import { Ends } from "./ends";
import type { Engine } from "./engine";
import { refusal } from "./failure";
import { functionOf } from "./functions";
import { operationsFor } from "./package";
import { resourceCalls, type Session } from "./resource-calls";
import { schemaText } from "./schema";
import { secretSettings, settingProblems, stackConfig } from "./settings";
import { received, sent } from "./wire";

const SCHEMA_VERSIONS = [0, 1];
const SCOPE = ["workato-dcr:ownershipScope", "WORKATO_DCR_OWNERSHIP_SCOPE"] as const;

/** What one process of the plugin answers. An explicit provider of a program has a process of its own, and so its own configuration. */
export function providerService(engine: Engine): UntypedServiceImplementation {
  let services: Promise<Services> = Promise.reject(new Error("the engine has not configured the provider"));
  services.catch(() => {});
  let ownershipScope = new Settings(() => undefined, process.env).get(...SCOPE) ?? "";

  const ends = new Ends();
  progressOfProcess.tellBy((line) => engine.status(line), false);

  const session: Session = {
    operations(urn) {
      const ready = async () => ({ ...(await services), warn: (message: string) => engine.warn(message, urn) });
      const found = operationsFor(urn, ready);
      if (!found) throw refusal(noSuch("resource", urn));
      return found;
    },
    get ownershipScope() {
      return ownershipScope;
    },
    within: (seconds, work) => ends.within(seconds, work),
  };

  function configure(given: Bag): void {
    const stack = stackConfig(given);
    ownershipScope = new Settings(stack, process.env).get(...SCOPE) ?? "";
    // What is wrong with it is for the calls to report, each as its own: the schema can be had without.
    services = Promise.resolve().then(() => createServices(stack, process.env, (message) => engine.warn(message)));
    services.catch(() => {});
  }

  const calls = {
    handshake(request: ProviderHandshakeRequest): ProviderHandshakeResponse {
      engine.connect(request.getEngineAddress());
      const answer = new ProviderHandshakeResponse();
      answer.setAcceptSecrets(true);
      return answer;
    },

    getPluginInfo(): PluginInfo {
      const answer = new PluginInfo();
      answer.setVersion(version);
      return answer;
    },

    getSchema(request: GetSchemaRequest): GetSchemaResponse {
      const asked = request.getVersion();
      if (!SCHEMA_VERSIONS.includes(asked)) {
        throw new ProviderError("schema_version", `There is no schema of version ${asked}`, "Install a newer plugin");
      }
      const answer = new GetSchemaResponse();
      answer.setSchema(schemaText(version));
      return answer;
    },

    checkConfig(request: CheckRequest): CheckResponse {
      const { values, secrets } = received(request.getNews());
      const answer = new CheckResponse();
      // The environment is read when the provider is configured: what is copied from it here would be in every state.
      answer.setInputs(sent(values, [...secrets, ...secretSettings]));
      for (const { property, reason } of settingProblems(values)) {
        const failure = new CheckFailure();
        failure.setProperty(property);
        failure.setReason(reason);
        answer.addFailures(failure);
      }
      return answer;
    },

    /** Never asks for a replacement: the engine would replace each resource of the provider. */
    diffConfig(request: DiffRequest): DiffResponse {
      const [olds, news] = [received(request.getOldInputs()), received(request.getNews())];
      const answer = new DiffResponse();
      const names = [...new Set([...Object.keys(olds.values), ...Object.keys(news.values)])];
      const changed = names.filter((name) => JSON.stringify(olds.values[name]) !== JSON.stringify(news.values[name]));
      answer.setChanges(changed.length > 0 ? DiffResponse.DiffChanges.DIFF_SOME : DiffResponse.DiffChanges.DIFF_NONE);
      answer.setDiffsList(changed);
      return answer;
    },

    configure(request: ConfigureRequest): ConfigureResponse {
      configure(received(request.getArgs()).values);
      const answer = new ConfigureResponse();
      answer.setAcceptsecrets(true);
      answer.setSupportspreview(true);
      return answer;
    },

    async invoke(request: InvokeRequest): Promise<InvokeResponse> {
      const found = functionOf(request.getTok());
      if (!found) throw noSuch("function", request.getTok());
      const { values } = received(request.getArgs());
      const answer = new InvokeResponse();
      answer.setReturn(sent({ ...(await found(values, await services)) }));
      return answer;
    },

    cancel(): Empty {
      ends.cancel();
      return new Empty();
    },
    ...resourceCalls(session),
  };

  const served = Object.entries(calls).map(([name, work]) => [name, unary(work as Work, engine)] as const);
  return Object.fromEntries(served);
}

type Work = (request: unknown) => unknown;

/** Answers a call, once all that was said of it has arrived. */
function unary(work: Work, engine: Engine): handleUnaryCall<unknown, unknown> {
  return (call, callback) => {
    Promise.resolve()
      .then(() => work(call.request))
      .then(
        async (answer) => {
          await engine.heard();
          callback(null, answer);
        },
        async (error: unknown) => {
          await engine.heard();
          callback(isRefusal(error) ? error : refusal(error));
        },
      )
      .catch(() => callback({ code: status.INTERNAL }));
  };
}

const isRefusal = (error: unknown): error is Partial<ServiceError> =>
  error !== null && typeof error === "object" && "code" in error && "details" in error;

/** What to say of a token that this version does not have. */
function noSuch(what: string, name: string): ProviderError {
  return new ProviderError(
    "unknown_token",
    `This version of pulumi-workato-dcr has no ${what} ${name}`,
    "Check its spelling; or install the version that has it",
  );
}

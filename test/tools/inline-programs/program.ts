import { InterceptingCall, type Interceptor, Metadata, status } from "@grpc/grpc-js";
import { ComponentResource } from "@pulumi/pulumi";
import * as runtime from "@pulumi/pulumi/runtime";
import { createWorkspace } from "../../../tools/workspace";

/** Applies a program that loses a call to the engine, after one that did not, and prints what became of the command and of the stack. */

const declare = (...names: string[]) => names.map((name) => new ComponentResource("test:index:Thing", name));

/** The call to the engine that is lost. */
let cut = "none";
/** As gRPC answers where the engine cannot be reached. */
const cutting: Interceptor = (options, nextCall) => {
  const call = nextCall(options);
  if (!options.method_definition.path.endsWith(`/${cut}`)) return new InterceptingCall(call);
  return new InterceptingCall(call, {
    start: (_, listener) => {
      const lost = { code: status.UNAVAILABLE, details: "No connection established", metadata: new Metadata() };
      setImmediate(() => listener.onReceiveStatus(lost));
    },
    sendMessage: () => {},
    halfClose: () => {},
  });
};
(runtime as unknown as { grpcClientOptions: { interceptors: Interceptor[] } }).grpcClientOptions.interceptors.push(
  cutting,
);

/** As under Jest, where the SDK hears nothing of a failure that nobody handles. */
function deafened(): () => void {
  const { on } = process;
  const ignore = () => {};
  process.on("unhandledRejection", ignore);
  process.on = () => process;
  return () => {
    process.on = on;
    process.off("unhandledRejection", ignore);
  };
}

async function main() {
  const workspace = await createWorkspace({});
  const seen: Record<string, unknown> = {};
  let unhandled = 0;
  process.on("unhandledRejection", () => (unhandled += 1));
  const listeners = () => process.listenerCount("uncaughtException") + process.listenerCount("unhandledRejection");
  await workspace.up(async () => void declare("a", "b"));
  const before = listeners();
  for (const call of process.argv.slice(2)) {
    cut = call;
    unhandled = 0;
    const hear = call === "GetDeploymentInfo" ? deafened() : () => {};
    const error = await workspace
      .up(async () => void declare("a"))
      .then(
        () => "none",
        (failure: Error) => failure.message,
      );
    cut = "none";
    hear();
    const left = (await workspace.state()).map(({ urn }) => urn.split("::").at(-1)).sort();
    seen[call] = { error, left, listeners: listeners() - before, unhandled };
  }
  await workspace.remove();
  console.log(JSON.stringify(seen));
}

main().catch((error: Error) => {
  console.error(error);
  process.exitCode = 1;
});

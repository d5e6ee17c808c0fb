import { Metadata, type ServiceError, status } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import type { Bag } from "../bag";
import { PartialFailure } from "../resources/failure";
import { shown } from "../resources/shown";
import { sent } from "./wire";

/** An error as the engine may show it: redacted, and without a stack. */
export function refusal(error: unknown, code = status.UNKNOWN): Partial<ServiceError> {
  const details = shown(error);
  return { code, details, message: details };
}

/**
 * The same for an operation of a resource. A partial failure makes the engine keep what was made in the state.
 * @param secrets the names of the properties that are secrets
 * @param exposed what a state holds besides
 */
export function failure(
  error: unknown,
  secrets: Iterable<string>,
  exposed: (id: string, state: Bag) => Bag,
): Partial<ServiceError> {
  const refused = refusal(error);
  if (!(error instanceof PartialFailure)) return refused;
  const state = error.state as Bag;
  const detail = new ErrorResourceInitFailed();
  detail.setId(error.id);
  detail.setProperties(sent({ ...state, ...exposed(error.id, state) }, secrets));
  detail.setReasonsList([refused.details ?? ""]);
  const any = new Any();
  any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const whole = new Status();
  whole.setCode(status.UNKNOWN);
  whole.setMessage(refused.details ?? "");
  whole.addDetails(any);
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(whole.serializeBinary()));
  return { ...refused, metadata };
}

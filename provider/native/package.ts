import { ownerOf } from "../mark";
import { apiClient } from "../resources/api-client";
import { apiClientCredential } from "../resources/api-client-credential";
import { dcrProvider } from "../resources/dcr-provider";
import { httpConnection } from "../resources/http-connection";
import { type Operations, operationsOf } from "../resources/operations";
import type { Services } from "../services";

/** What the package is called: in configuration keys, in tokens, and in the plugin's file name. */
export const PACKAGE = "workato-dcr";
export const token = (name: string) => `${PACKAGE}:index:${name}`;

/** Of a value that is known before, an engine does not say which other resource it belongs to. */
const SEES_ORDER = false;

/** The operations of each kind of resource, by its class. */
const KINDS: Readonly<Record<string, ReturnType<typeof operationsOf>>> = {
  HttpConnection: operationsOf(httpConnection, SEES_ORDER),
  DcrProvider: operationsOf(dcrProvider, SEES_ORDER),
  ApiClient: operationsOf(apiClient, SEES_ORDER),
  ApiClientCredential: operationsOf(apiClientCredential, SEES_ORDER),
};

/** Where a resource stands. */
export interface Place {
  stack: string;
  project: string;
  /** The types above it, the outermost first, without the stack. */
  parents: string[];
  type: string;
  name: string;
}

/** `urn:pulumi:<stack>::<project>::<type>$<type>::<name>`; a name may hold anything. */
export function placeOf(urn: string): Place {
  const [stack = "", project = "", types = "", ...name] = urn.replace(/^urn:pulumi:/, "").split("::");
  const chain = types.split("$");
  return { stack, project, type: chain.at(-1) ?? "", parents: chain.slice(0, -1), name: name.join("::") };
}

/** The class of a resource, such as `ApiClient`. */
export const classOf = ({ type }: Place) => type.slice(type.lastIndexOf(":") + 1);

/** What all marks of a resource begin with. @param scope `workato-dcr:ownershipScope` */
export function ownerOfUrn(urn: string, scope: string): string {
  const place = placeOf(urn);
  return ownerOf({ ...place, scope }, place.parents, classOf(place), place.name);
}

/** @returns `undefined` for a type that this package does not have */
export function operationsFor(urn: string, ready: () => Promise<Services>): Operations | undefined {
  const place = placeOf(urn);
  return place.type === token(classOf(place)) ? KINDS[classOf(place)]?.(ready) : undefined;
}

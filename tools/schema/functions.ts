import ts from "typescript";
import type { Docs, Member } from "./docs";
import type { Spec, Types } from "./types";

/** The look-ups, each with what it results in. */
const LOOKUPS: Readonly<Record<string, { result: string; list?: string }>> = {
  getHttpConnection: { result: "HttpConnectionResult" },
  getApiCollection: { result: "ApiCollectionResult" },
  getApiCollections: { result: "ApiCollectionResult", list: "apiCollections" },
  getDcrProvider: { result: "DcrProviderResult" },
  getDcrProviders: { result: "DcrProviderResult", list: "dcrProviders" },
};

const SELECTOR = {
  id: {
    oneOf: [{ type: "string" }, { type: "number" }],
    description: "The id of what is looked up. Either this or `name`.",
  },
  name: { type: "string", description: "The name of what is looked up, to the letter. Either this or `id`." },
};

export function functions(docs: Docs, types: Types): Record<string, Spec> {
  return Object.fromEntries(
    Object.entries(LOOKUPS).map(([name, { result, list }]) => {
      const whole = objectOf(docs.members(result), result, docs, types);
      const items = () => types.define(result, { type: "object", description: docs.of(result), ...whole });
      const outputs = list
        ? { properties: { [list]: { type: "array", items: items(), description: docs.of(result) } }, required: [list] }
        : { ...whole, description: docs.of(result) };
      const inputs = list ? {} : { inputs: { properties: SELECTOR } };
      return [`workato-dcr:index:${name}`, { description: docs.of(name), ...inputs, outputs }];
    }),
  );
}

function objectOf(members: Map<string, Member>, path: string, docs: Docs, types: Types) {
  const properties = [...members].map(([name, { type, description }]) => {
    const at = `${path}.${name}`;
    const said = description || SAID[name];
    if (!said) throw new Error(`nothing in sdk/ describes ${at}`);
    return [name, { ...typeOf(type, at, docs, types), description: said }];
  });
  const required = [...members].filter(([, { optional }]) => !optional).map(([name]) => name);
  return { properties: Object.fromEntries(properties), required };
}

/** What means the same wherever it stands. */
const SAID: Readonly<Record<string, string>> = {
  id: "The id in Workato.",
  name: "Its name.",
  authenticationMethod: "How the gateway checks the access tokens of calls: `oidc` or `introspection`.",
  endpointPath: "The path of the endpoint, relative to the connection's base URL.",
  connection: "The connection over which Workato asks about tokens.",
};

function typeOf(node: ts.TypeNode | undefined, path: string, docs: Docs, types: Types): Spec {
  if (node && ts.isUnionTypeNode(node)) {
    const told = node.types.filter((it) => it.getText() !== "undefined");
    return typeOf(told.length === 1 ? told[0] : undefined, path, docs, types);
  }
  if (node && ts.isArrayTypeNode(node)) return { type: "array", items: typeOf(node.elementType, path, docs, types) };
  if (node && ts.isTypeLiteralNode(node)) {
    const name = path.replace(/[^\w]+(\w)/g, (_, letter: string) => letter.toUpperCase());
    const description = `\`${path.slice(path.lastIndexOf(".") + 1)}\` of a look-up's result.`;
    return types.define(name, { type: "object", description, ...objectOf(docs.membersOf(node), path, docs, types) });
  }
  if (node?.getText() === "DcrProviderRef") return { $ref: "#/types/workato-dcr:index:DcrProviderRef" };
  return { type: "string" };
}

import { z } from "zod";
import { token } from "../../provider/native/package";
import { apiClient } from "../../provider/resources/api-client";
import { apiClientCredential } from "../../provider/resources/api-client-credential";
import { dcrProvider } from "../../provider/resources/dcr-provider";
import { httpConnection } from "../../provider/resources/http-connection";
import { Docs, type Member } from "./docs";
import { functions } from "./functions";
import { SETTINGS } from "./settings";
import { type Spec, Types } from "./types";

const RESOURCES = [httpConnection, dcrProvider, apiClient, apiClientCredential];

/** The package as engines and code generators know it, made of what the properties are checked by and of the TSDoc of the SDK. */
export function buildSchema(manifest: { description: string; keywords: readonly string[]; license: string }): Spec {
  const docs = new Docs();
  const types = new Types(docs);
  const resources = Object.fromEntries(RESOURCES.map((it) => [token(it.kind), resource(it, docs, types)]));
  const lookups = functions(docs, types);
  return {
    name: "workato-dcr",
    displayName: "Workato DCR",
    description: manifest.description,
    keywords: [...manifest.keywords, "category/infrastructure", "kind/native"],
    license: manifest.license,
    meta: { moduleFormat: "(.*)" },
    language: {
      nodejs: { packageName: "pulumi-workato-dcr-native", respectSchemaVersion: true },
      python: { packageName: "pulumi_workato_dcr", respectSchemaVersion: true, pyproject: { enabled: true } },
      go: { importBasePath: "pulumi-workato-dcr/sdk/go/workatodcr", respectSchemaVersion: true },
    },
    config: { variables: SETTINGS },
    provider: {
      description:
        "The workspace of Workato and the identity provider that resources belong to. What it is not given, the environment says.",
      inputProperties: SETTINGS,
    },
    types: sorted(types.all),
    resources,
    functions: lookups,
  };
}

/** What a kind of resource says of itself, as far as the schema goes. */
type Kind = Pick<(typeof RESOURCES)[number], "kind" | "properties" | "secretOutputs">;

function resource({ kind, properties, secretOutputs }: Kind, docs: Docs, types: Types): Spec {
  const args = docs.members(`${kind}Args`);
  const shown = Object.entries(properties).filter(([, { hidden }]) => !hidden);
  const shape = z.object(Object.fromEntries(shown.map(([name, { schema }]) => [name, schema])));
  const { properties: json = {}, required = [] } = z.toJSONSchema(shape, { io: "input", unrepresentable: "any" });
  const inputs = shown.map(([name, { secret }]) => {
    const described = docsOf(args.get(name), `${kind}Args.${name}`);
    return [
      name,
      { ...types.of(json[name] as object, `${kind}.${name}`, args.get(name)), ...described, ...flag(secret) },
    ];
  });
  const inputProperties: Record<string, Spec> = Object.fromEntries(inputs);

  const members = [...docs.members(kind)];
  const outputs = members.map(([name, member]) => {
    const { description } = member.description ? member : docsOf(args.get(name), `${kind}.${name}`);
    const secret = (secretOutputs as readonly string[]).includes(name) || properties[name]?.secret;
    return [name, { ...outputType(name, inputProperties[name]), description, ...flag(secret) }];
  });
  return {
    description: docs.of(kind),
    properties: Object.fromEntries(outputs),
    required: members.filter(([, { optional }]) => !optional).map(([name]) => name),
    inputProperties,
    requiredInputs: required,
    aliases: [{ type: `pulumi-nodejs:dynamic/workato:${kind}` }],
  };
}

/** What comes back is in its one form: an id is a text, and a choice is the text that was chosen. */
function outputType(name: string, input: Spec | undefined): Spec {
  if (name === "ref" || name === "dcrProvider") return { $ref: `#/types/${token("DcrProviderRef")}` };
  if (name === "clientSecretExpiresAt") return { type: "number" };
  if (input?.type === "array") return { type: "array", items: { type: "string" } };
  return { type: "string" };
}

function docsOf(member: Member | undefined, path: string): { description: string } {
  if (!member?.description) throw new Error(`nothing in sdk/ describes ${path}`);
  return { description: member.description };
}

const flag = (secret: boolean | undefined) => (secret ? { secret: true } : {});

function sorted(types: Record<string, Spec>): Record<string, Spec> {
  return Object.fromEntries(Object.entries(types).sort(([a], [b]) => (a < b ? -1 : 1)));
}

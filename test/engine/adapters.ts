import * as pulumi from "@pulumi/pulumi";
import * as dynamic from "pulumi-workato-dcr";
import { resources } from "../../schema.json";

/** The two ways in which an engine reaches the same resources: tests of what holds for both run on each. */

export type Sdk = Pick<typeof dynamic, "HttpConnection" | "DcrProvider" | "ApiClient" | "ApiClientCredential">;

type Kind = keyof Sdk;

/** What the SDK that is made of the schema does, for arguments as the package takes them. */
function twin(kind: Kind, outputs: string[], argsOf: (args: pulumi.Inputs) => pulumi.Inputs = (args) => args) {
  const { aliases } = resources[`workato-dcr:index:${kind}`];
  return class extends pulumi.CustomResource {
    constructor(name: string, args: pulumi.Inputs, opts?: pulumi.CustomResourceOptions) {
      const unknown = Object.fromEntries(outputs.map((output) => [output, undefined]));
      const options = pulumi.mergeOptions(opts, { aliases });
      super(`workato-dcr:index:${kind}`, name, { ...unknown, ...argsOf(args) }, options);
    }
  };
}

const idOf = (it: { id: unknown } | undefined) => it && { id: it.id };
const urlOf = (it: { id: unknown; baseUrl: unknown }) => ({ id: it.id, baseUrl: it.baseUrl });
const CREDENTIAL = ["apiClientId", "clientId", "clientSecret", "clientSecretExpiresAt", "apiKeyId", "apiKey"];
const OF_TOKENS = ["issuer", "tokenEndpoint"];

const native = {
  HttpConnection: twin("HttpConnection", ["connectionId", "authorizationStatus"], ({ auth, tls, ...args }) => ({
    ...args,
    auth: pulumi.secret(auth),
    ...(tls && { tls: pulumi.secret(tls) }),
  })),
  DcrProvider: twin("DcrProvider", ["dcrProviderId", "issuer", "introspectionUrl", "createdAt", "ref"], (args) => ({
    ...args,
    connection: idOf(args.connection),
    introspection: args.introspection && { ...args.introspection, connection: urlOf(args.introspection.connection) },
  })),
  ApiClient: twin("ApiClient", [...CREDENTIAL, ...OF_TOKENS], (args) => ({
    ...args,
    dcrProvider: pulumi.Resource.isInstance(args.dcrProvider)
      ? (args.dcrProvider as pulumi.Resource & { ref: unknown }).ref
      : args.dcrProvider,
  })),
  ApiClientCredential: twin("ApiClientCredential", [...CREDENTIAL, ...OF_TOKENS], (args) => ({
    ...args,
    apiClient: { id: args.apiClient.id, dcrProvider: args.apiClient.dcrProvider },
  })),
} as unknown as Sdk;

export const ADAPTERS = { dynamic, native } satisfies Record<string, Sdk>;
export type Adapter = keyof typeof ADAPTERS;

/** The one whose turn it is: `npm test` takes the dynamic provider, and `npm run test:native` the plugin. */
export const TESTED: readonly Adapter[] = [process.env.TESTED_ADAPTER === "native" ? "native" : "dynamic"];

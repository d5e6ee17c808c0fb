import fc from "fast-check";
import { type Path, UNKNOWN } from "../../../provider/lifecycle/unknown";
import { MARK, type Properties } from "../support";

/** Inputs as a program may give them: each value right, and everything optional there or not. */

const text = fc.string({ minLength: 1, maxLength: 8, unit: "grapheme" }).filter((it) => it.trim() !== "");
const texts = fc.array(text, { maxLength: 3 });
const id = fc.oneof(
  fc.maxSafeNat().map((it) => it + 1),
  fc.nat().map((it) => String(it + 1)),
);
const url = fc.oneof(fc.webUrl({ validSchemes: ["https"] }), fc.constant("http://localhost:8080"));
const token = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,8}$/);
const pairs = fc.dictionary(token, text, { minKeys: 1, maxKeys: 3, noNullPrototype: true });
const email = fc.stringMatching(/^[a-z0-9]{1,8}@[a-z0-9]{1,8}\.com$/);
const path = fc.array(fc.stringMatching(/^[a-z0-9_-]{1,8}$/), { minLength: 1, maxLength: 3 }).map((it) => it.join("/"));

/** A record of which all but the named properties may be left out. */
function record<T extends object>(shape: { [Key in keyof T]: fc.Arbitrary<T[Key]> }, required: (keyof T)[]) {
  return fc.record<T, keyof T>(shape, { requiredKeys: required, noNullPrototype: true });
}

const auth = fc.oneof(
  fc.record({ type: fc.constant("none") }),
  fc.record({ type: fc.constant("basic"), username: text, password: text }),
  fc.record({ type: fc.constant("header"), headers: pairs }),
  fc.record({ type: fc.constant("query"), params: pairs }),
  record(
    {
      type: fc.constant("oauth2ClientCredentials"),
      tokenUrl: url,
      clientId: text,
      clientSecret: text,
      credentialsIn: fc.constantFrom("basic", "body"),
    },
    ["type", "tokenUrl", "clientId", "clientSecret"],
  ),
);

const httpConnection = record(
  {
    name: text,
    baseUrl: url,
    auth,
    tls: record({ clientCertificate: text, clientKey: text, caCertificate: text }, []),
    folderId: id,
    adopt: fc.record({ connectionId: id }),
  },
  ["name", "baseUrl", "auth"],
);

const connection = fc.record({ id });
const provider = {
  name: text,
  requiredClaims: texts,
  apiKeyClaim: text,
  manageClaim: fc.boolean(),
  identityProvider: fc.constant("okta"),
};
const stackProvider = record(
  { ...provider, connection, authenticationMethod: fc.constant("oidc"), scopes: fc.array(text, { minLength: 1 }) },
  ["name", "authenticationMethod", "scopes"],
);
const workatoProvider = fc
  .tuple(
    record({ ...provider, connection, scopes: texts, adopt: fc.record({ dcrProviderId: id }) }, ["name", "connection"]),
    fc.oneof(
      fc.record({ authenticationMethod: fc.constant("oidc") }),
      fc.record({
        authenticationMethod: fc.constant("introspection"),
        introspection: fc.record({ connection, endpointPath: path }),
        introspectionUrl: url,
      }),
    ),
  )
  .map(([common, method]) => ({ ...common, ...method }));

const ref = record(
  {
    dcrProviderId: text,
    authenticationMethod: fc.constantFrom("oidc", "introspection"),
    identityProvider: fc.constant("okta"),
    requiredClaims: texts,
    apiKeyClaim: text,
    scopes: texts,
  },
  ["dcrProviderId", "authenticationMethod"],
);
const credential = {
  name: text,
  registration: record(
    {
      grantTypes: fc.constant(["client_credentials"]),
      tokenEndpointAuthMethod: fc.constantFrom("client_secret_basic", "client_secret_post"),
    },
    [],
  ),
  rotationTriggers: fc.dictionary(token, fc.oneof(fc.string(), fc.integer(), fc.boolean()), {
    maxKeys: 3,
    noNullPrototype: true,
  }),
  overlap: fc.boolean(),
  renewSecret: fc.boolean(),
};
const apiClient = fc
  .tuple(
    record(
      {
        ...credential,
        description: text,
        logoUri: url,
        apiCollectionIds: fc.array(id, { maxLength: 4 }),
        apiPolicyId: id,
        projectId: id,
        dcrProvider: ref,
        verify: fc.boolean(),
        adopt: fc.record({ apiClientId: id, clientId: text }),
      },
      ["name", "apiCollectionIds", "dcrProvider"],
    ),
    fc.oneof(fc.constant({}), fc.record({ email }), fc.record({ email, portalId: id })),
  )
  .map(([common, portal]) => ({ ...common, ...portal }));

const apiClientCredential = record(
  {
    ...credential,
    apiClient: fc.record({ id: fc.constant(MARK), dcrProvider: ref }),
    ipAllowList: fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.constant("10.0.0.0/8")), { maxLength: 3 }),
    adopt: fc.record({ apiKeyId: id, clientId: text }),
  },
  ["name", "apiClient"],
);

export const validInputs: Record<
  "HttpConnection" | "DcrProvider" | "ApiClient" | "ApiClientCredential",
  Record<"stack" | "workato", fc.Arbitrary<Properties>>
> = {
  HttpConnection: { stack: httpConnection, workato: httpConnection },
  DcrProvider: { stack: stackProvider, workato: workatoProvider },
  ApiClient: { stack: apiClient, workato: apiClient },
  ApiClientCredential: { stack: apiClientCredential, workato: apiClientCredential },
};

const names = ["id", "type", "headers", "owner", "dcrProvider", "dcrProviderId", "authenticationMethod"];

/** Anything but null that JSON can say, under names that mean something here and others that do not. */
export const json = fc.anything({
  key: fc.oneof(fc.stringMatching(/^[a-z]{1,3}$/), fc.constantFrom(...names)),
  values: [fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), fc.boolean()],
  maxDepth: 3,
});

/** Every position in `value`, each before those below it. */
export function positions(value: unknown, at: Path = []): Path[] {
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = [...at, Array.isArray(value) ? Number(key) : key];
    return [here, ...positions(inner, here)];
  });
}

/** `value` with what `change` makes of the value at each of `paths`; what it makes `undefined` is left out. */
export function changed(
  value: unknown,
  paths: readonly Path[],
  change: (index: number) => unknown,
  at: Path = [],
): unknown {
  const index = paths.findIndex((path) => path.length === at.length && path.every((step, depth) => step === at[depth]));
  if (index >= 0) return change(index);
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((inner, key) => changed(inner, paths, change, [...at, key]));
  const entries = Object.entries(value).map(
    ([key, inner]) => [key, changed(inner, paths, change, [...at, key])] as const,
  );
  return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined));
}

/** Some of the positions, from none to all. */
export function somePositions(value: unknown, minLength = 0): fc.Arbitrary<Path[]> {
  const all = positions(value);
  return fc.subarray(all, { minLength: Math.min(minLength, all.length) });
}

/** The same inputs, as a preview sees them that does not know the values at `paths` yet. */
export function withUnknown(inputs: Properties, paths: readonly Path[]): Properties {
  return changed(inputs, paths, () => UNKNOWN) as Properties;
}

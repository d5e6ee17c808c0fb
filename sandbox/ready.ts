import type { SandboxInfo } from "./protocol";

/** Lines for a shell, each ready to be run as it is, in the folder of the stack where it asks for the stack's outputs. */
export interface ReadyLines {
  /** The settings for a stack. */
  settings: string[];
  /** The same in the environment. */
  environment: string[];
  /** What these examples ask for besides. */
  example: string[];
  /** Keycloak beside Okta, by the name kc. */
  keycloak: string[];
  /** What one wants to try, by what it does. */
  tries: Record<string, string>;
}

const READ_TOKEN = `node -p "JSON.parse(fs.readFileSync(0)).access_token"`;

export function readyLines(info: SandboxInfo): ReadyLines {
  const settings: [key: string, variable: string, value: string][] = [
    ["workato-dcr:baseUrl", "WORKATO_BASE_URL", info.workatoBaseUrl],
    ["--secret workato-dcr:apiToken", "WORKATO_API_TOKEN", info.workatoToken],
    ["workato-dcr:oktaOrgUrl", "OKTA_ORG_URL", info.oktaOrgUrl],
    ["--secret workato-dcr:oktaApiToken", "OKTA_API_TOKEN", info.oktaToken],
  ];
  const byHand = { op: "patch", side: "workato", kind: "apiClient", patch: { name: "Renamed by hand" } };
  const credentials = `"$(pulumi stack output clientId):$(pulumi stack output clientSecret --show-secrets)"`;
  const grant = `-d grant_type=client_credentials -d scope=${info.scope}`;
  return {
    settings: settings.map(([key, , value]) => `pulumi config set ${key} ${value}`),
    environment: settings.map(([, variable, value]) => `export ${variable}=${value}`),
    example: [
      `pulumi config set scope ${info.scope}`,
      `pulumi config set apiCollectionIds "${JSON.stringify(info.apiCollectionIds)}"`,
    ],
    keycloak: Object.entries({
      type: "keycloak",
      issuer: info.keycloakIssuer,
      clientId: info.keycloakClientId,
      clientSecret: info.keycloakClientSecret,
    }).map(([key, value]) => {
      const secret = key === "clientSecret" ? "--secret " : "";
      return `pulumi config set ${secret}--path 'workato-dcr:identityProviders.kc.${key}' ${value}`;
    }),
    tries: {
      "What is there on both sides": `curl -s ${info.controlUrl}/state`,
      "An access token, with the credentials of the stack": `TOKEN=$(curl -s -u ${credentials} ${grant} ${info.tokenEndpoint} | ${READ_TOKEN})`,
      "A call through the gateway with it": `curl -s -H "Authorization: Bearer $TOKEN" ${info.gatewayUrl}/${info.apiCollectionIds[0]}/any/path`,
      "A change by hand: the newest API client is renamed, which pulumi refresh shows": `curl -s -H "Content-Type: application/json" -d '${JSON.stringify(byHand)}' ${info.controlUrl}/drift`,
      "What the provider has sent": `curl -s ${info.controlUrl}/requests`,
    },
  };
}

/** What a user reads at the start. */
export function help(info: SandboxInfo): string {
  const { settings, environment, example, keycloak, tries } = readyLines(info);
  const indented = (lines: string[]) => lines.map((line) => `  ${line}`);
  return [
    `The sandbox is up: Workato at ${info.workatoBaseUrl}, Okta at ${info.oktaOrgUrl}.`,
    "",
    "In a Pulumi project:",
    ...indented(settings),
    "or in the environment:",
    ...indented(environment),
    "and for examples/okta-oidc and examples/yaml besides:",
    ...indented(example),
    'and for identityProvider: "kc", which is Keycloak, besides:',
    ...indented(keycloak),
    "",
    "To try in a second terminal, those with the stack's outputs in its folder:",
    ...Object.entries(tries).flatMap(([what, line]) => [`  # ${what}`, `  ${line}`]),
    "",
    `There are API collections ${info.apiCollectionIds.join(" and ")}, policy ${info.apiPolicyId}, portal ${info.portalId},`,
    `folder ${info.folderId}, and the scope ${info.scope} at the issuer ${info.issuer}.`,
    `For introspection: ${info.introspectionPath}, client ${info.introspectionClientId},`,
    `secret ${info.introspectionClientSecret}.`,
    "",
    "Everything is held in memory. Ctrl-C stops it.",
  ].join("\n");
}

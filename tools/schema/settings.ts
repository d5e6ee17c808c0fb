import { REGIONS } from "../../provider/config";

interface Setting {
  description: string;
  type: "string" | "number" | "array" | "object";
  items?: { type: "string" };
  additionalProperties?: { $ref: string };
  secret?: true;
}

const text = (description: string): Setting => ({ description, type: "string" });
const secret = (description: string): Setting => ({ description, type: "string", secret: true });
const number = (description: string): Setting => ({ description, type: "number" });

/**
 * The settings of the provider. None has a default from the environment here: code generators would copy it into the inputs of the
 * provider, and so into the state. The plugin itself reads the environment.
 */
export const SETTINGS: Readonly<Record<string, Setting>> = {
  apiToken: secret(
    "API client token of the Workato workspace. Environment: `WORKATO_API_TOKEN`, which keeps it out of the state.",
  ),
  region: text(
    `The data centre of the workspace: ${Object.keys(REGIONS).join(", ")}. Default: us. Environment: \`WORKATO_REGION\`.`,
  ),
  baseUrl: text(
    "In place of `region`: the https URL of Workato (http for loopback only). Environment: `WORKATO_BASE_URL`.",
  ),
  dcrProviderStore: text(
    "Where DCR providers live: `stack` (default), or `workato`, by endpoints that are ASSUMED. Environment: `WORKATO_DCR_PROVIDER_STORE`.",
  ),
  oktaOrgUrl: text(
    "The Okta org, such as `https://acme.okta.com`. Environment: `OKTA_ORG_URL`, or `OKTA_ORG_NAME` and `OKTA_BASE_URL`.",
  ),
  oktaApiToken: secret("An SSWS token of Okta. Environment: `OKTA_API_TOKEN`, which keeps it out of the state."),
  oktaClientId: text("In place of `oktaApiToken`: the client id of a service app. Environment: `OKTA_CLIENT_ID`."),
  oktaPrivateKey: secret("The private key of the service app, as PEM or JWK. Environment: `OKTA_PRIVATE_KEY`."),
  oktaPrivateKeyId: text("The id of that key. Environment: `OKTA_PRIVATE_KEY_ID`."),
  oktaScopes: {
    description:
      "The scopes to ask for as the service app. Default: those that the provider needs. Environment: `OKTA_SCOPES`.",
    type: "array",
    items: { type: "string" },
  },
  oktaAuthorizationServerId: text(
    "The authorization server that issues the tokens. Default: `default`; empty for the org server. Environment: `OKTA_AUTHORIZATION_SERVER_ID`.",
  ),
  identityProviders: {
    description: "Further identity providers by their names; each has a `type` and the settings of that type.",
    type: "object",
    additionalProperties: { $ref: "pulumi.json#/Any" },
    secret: true,
  },
  ownershipScope: text(
    "A word that goes into every ownership mark, for stacks of the same project and name on two backends. Environment: `WORKATO_DCR_OWNERSHIP_SCOPE`.",
  ),
  requestTimeoutSeconds: number("How long one request may take. Default: 60."),
  retryTotalSeconds: number("How long a request may be repeated. Default: 300."),
  requestsPerMinute: number("How many requests Workato gets in a minute. Default: a safe one, adapted to its answers."),
  oktaRequestsPerMinute: number("The same for Okta."),
};

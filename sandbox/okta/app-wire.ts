import { z } from "zod";
import { toMetadata } from "./clients";
import { parse, validationFailed } from "./errors";
import { authMethod, label, misfit, ownSecret, settings } from "./metadata";
import type { OAuthClient } from "./model";
import { acceptsSecret, currentSecret, newSecret, reconfigure } from "./registry";

const loose = z.looseObject({});
/** Okta takes these back from a GET and heeds none of them. */
const readOnly = {
  id: z.string().optional(),
  orn: z.string().optional(),
  status: z.string().optional(),
  created: z.string().optional(),
  lastUpdated: z.string().optional(),
  features: z.array(z.string()).optional(),
  _links: loose.optional(),
  _embedded: loose.optional(),
};
const fromApp = {
  issuer_mode: z.enum(["DYNAMIC", "ORG_URL", "CUSTOM_URL"]).optional(),
  idp_initiated_login: loose.optional(),
  wildcard_redirect: z.string().optional(),
  consent_method: z.enum(["TRUSTED", "REQUIRED"]).optional(),
  dpop_bound_access_tokens: z.boolean().optional(),
};
const replacement = z.strictObject({
  ...readOnly,
  name: z.literal("oidc_client"),
  label,
  signOnMode: z.literal("OPENID_CONNECT"),
  accessibility: loose.optional(),
  visibility: loose.optional(),
  profile: z.record(z.string(), z.unknown()).default({}),
  credentials: z.strictObject({
    userNameTemplate: loose.optional(),
    signing: loose.optional(),
    oauthClient: z.strictObject({
      autoKeyRotation: z.boolean().optional(),
      client_id: z.string().optional(),
      client_secret: z.literal("").or(ownSecret).optional(),
      token_endpoint_auth_method: authMethod.default("client_secret_basic"),
      pkce_required: z.boolean().optional(),
    }),
  }),
  settings: z.looseObject({ oauthClient: z.strictObject({ ...settings, ...fromApp }) }),
});

/** PUT of the whole app: what it leaves out is reset, but for a secret that is left out or empty. */
export function replaceApp(client: OAuthClient, body: unknown): void {
  const {
    label: client_name,
    profile,
    credentials,
    settings: sections,
    accessibility,
    visibility,
  } = parse(replacement, body, "app");
  const { issuer_mode, idp_initiated_login, wildcard_redirect, consent_method, dpop_bound_access_tokens, ...shared } =
    sections.oauthClient;
  const { client_id = client.metadata.client_id, client_secret, token_endpoint_auth_method } = credentials.oauthClient;
  const wanted = { client_name, token_endpoint_auth_method, ...shared };
  const issue = misfit(wanted);
  if (issue) throw validationFailed("app", [`${issue.field}: ${issue.message}`]);
  if (client_id !== client.metadata.client_id)
    throw validationFailed("app", ["client_id: The value cannot be changed."]);
  if (wanted.application_type !== client.metadata.application_type) {
    throw validationFailed("app", ["application_type: The value cannot be changed."]);
  }
  reconfigure(client, toMetadata(wanted, client.metadata));
  if (client_secret && !acceptsSecret(client, client_secret)) client.secrets = [newSecret(client_secret)];
  client.profile = profile;
  client.app = { ...(accessibility && { accessibility }), ...(visibility && { visibility }) };
}

export function appWire({ metadata, status, profile, app, created, lastUpdated }: OAuthClient, orgUrl: string) {
  const { client_id, client_id_issued_at: _, client_name, token_endpoint_auth_method, ...oauthClient } = metadata;
  const self = `${orgUrl}/api/v1/apps/${client_id}`;
  return {
    id: client_id,
    orn: `orn:okta:idp:sandbox:apps:oidc_client:${client_id}`,
    name: "oidc_client",
    label: client_name,
    status,
    created,
    lastUpdated,
    accessibility: { selfService: false, errorRedirectUrl: null, loginRedirectUrl: null },
    visibility: { autoLaunch: false, autoSubmitToolbar: false, hide: { iOS: true, web: true } },
    ...app,
    features: [],
    signOnMode: "OPENID_CONNECT",
    credentials: {
      userNameTemplate: { template: "source.login", type: "CUSTOM" },
      signing: { kid: "sandbox" },
      oauthClient: { autoKeyRotation: true, client_id, token_endpoint_auth_method, pkce_required: false },
    },
    settings: {
      app: {},
      manualProvisioning: false,
      implicitAssignment: false,
      notes: { admin: null, enduser: null },
      oauthClient: {
        ...oauthClient,
        issuer_mode: "DYNAMIC",
        consent_method: "TRUSTED",
        dpop_bound_access_tokens: false,
      },
    },
    profile,
    _links: {
      self: { href: self },
      [status === "ACTIVE" ? "deactivate" : "activate"]: {
        href: `${self}/lifecycle/${status === "ACTIVE" ? "deactivate" : "activate"}`,
      },
    },
  };
}

/** The answer to a PUT is the only one of an app that shows the secret in force. */
export function appWireWithSecret(client: OAuthClient, orgUrl: string) {
  const { credentials, ...app } = appWire(client, orgUrl);
  const oauthClient = { ...credentials.oauthClient, client_secret: currentSecret(client) };
  return { ...app, credentials: { ...credentials, oauthClient } };
}

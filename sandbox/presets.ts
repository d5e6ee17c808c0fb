/** What is there from the start, as in a workspace and an org that someone has set up. */

export const API_COLLECTIONS = [
  { id: 1, name: "Orders" },
  { id: 2, name: "Inventory" },
];
export const API_POLICIES = [{ id: 1, name: "Standard" }];
export const PORTAL_IDS = [1];
export const PROJECT_IDS = [1];
/** The first one is the root folder. */
export const FOLDER_IDS = [1, 2];
export const CERT_BUNDLE_IDS = [1];

export const AUTHORIZATION_SERVER_ID = "default";
export const AUDIENCE = "api://default";
export const CUSTOM_SCOPE = "sandbox.call";
export const INTROSPECTION_PATH = `oauth2/${AUTHORIZATION_SERVER_ID}/v1/introspect`;
export const ACCESS_TOKEN_SECONDS = 3600;

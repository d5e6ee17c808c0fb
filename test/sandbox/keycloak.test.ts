import { type Sandbox, startSandbox } from "../../sandbox/client";
import { BLIND_STEPS, Conversation, ROTATING_STEPS, SEEING_STEPS, STEPS } from "../keycloak/conversation";

/** What stands in for Keycloak; test/keycloak/ has the same conversations with Keycloak itself. */

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

describe.each([
  ["", STEPS, {}],
  [" that rotates secrets", ROTATING_STEPS, { rotatesSecrets: true }],
  [" in which clients may only be seen", SEEING_STEPS, { manageClients: false }],
  [" in which no client may be seen", BLIND_STEPS, { manageClients: false, viewClients: false }],
])("a realm%s", (_, steps, settings) => {
  let talk: Conversation;
  beforeAll(async () => {
    await sandbox.reset();
    await sandbox.realm(settings);
    const { keycloakIssuer: issuer, keycloakClientId: clientId, keycloakClientSecret: clientSecret } = sandbox.info;
    talk = new Conversation({ issuer, clientId, clientSecret });
    await talk.begin();
  });

  test.each(steps)("%s", async (_name, step, answer) => {
    expect({ seen: await step(talk) }).toMatchObject({ seen: answer });
  });

  test("nothing is left", async () => {
    expect((await sandbox.state()).keycloak).toBeUndefined();
  });
});

import { BLIND_STEPS, Conversation, ROTATING_STEPS, SEEING_STEPS, STEPS } from "./conversation";
import { makeRealm } from "./realm";

/** Keycloak itself; test/sandbox/keycloak.test.ts has the same conversations with what stands in for it. */

describe.each([
  ["", STEPS, {}],
  [" that rotates secrets", ROTATING_STEPS, { rotatesSecrets: true }],
  [" in which clients may only be seen", SEEING_STEPS, { role: "view-clients" }],
  [" in which no client may be seen", BLIND_STEPS, { role: "query-clients" }],
] as const)("a realm%s", (name, steps, options) => {
  let talk: Conversation;
  beforeAll(async () => {
    talk = new Conversation(await makeRealm(`talk${name.replaceAll(" ", "-")}`, options));
    await talk.begin();
  });

  test.each(steps)("%s", async (_name, step, answer) => {
    expect({ seen: await step(talk) }).toMatchObject({ seen: answer });
  });
});

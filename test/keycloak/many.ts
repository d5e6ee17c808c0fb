import { channel } from "node:diagnostics_channel";
import { keycloakProvider } from "../../provider/idp/keycloak";
import { keycloakConfig } from "../../provider/idp/keycloak/config";
import { Conversation, type RealmAccess } from "./conversation";

const STACK = "01234567";
const COUNT = 1000;
const AT_A_TIME = 20;
/** A client of the stack, by its number. */
const ownerOf = (number: number) => `${STACK}.${number.toString(16).padStart(12, "0")}`;

/** How many requests a refresh of many clients takes. */
export function many(realm: () => RealmAccess): void {
  beforeAll(async () => {
    const talk = new Conversation(realm());
    await talk.begin();
    const numbers = Array.from({ length: COUNT }, (_, number) => number);
    const rest = numbers.values();
    const make = async () => {
      for (const number of rest) {
        const attributes = { "pulumi.mark": `${ownerOf(number)}.0a1b2c` };
        const client = { clientId: `pulumi-${ownerOf(number)}`, name: `Client ${number}`, attributes };
        expect(await talk.admin("POST", "/clients", client)).toMatchObject({ status: 201 });
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, make));
  });

  test(`a refresh of ${COUNT} clients takes at most 14 requests, and finds each`, async () => {
    const { issuer, clientId, clientSecret } = realm();
    const settings = JSON.stringify({ kc: { type: "keycloak", issuer, clientId, clientSecret } });
    const config = keycloakConfig((key) => (key.endsWith(":identityProviders") ? settings : undefined), {}, "kc");
    const idp = keycloakProvider("kc", config, () => {});
    const sent: string[] = [];
    const hear = (message: unknown) => sent.push((message as { request: { path: string } }).request.path);
    channel("undici:request:create").subscribe(hear);
    try {
      await idp.metadata();
      const numbers = Array.from({ length: COUNT }, (_, number) => number);
      const found = await Promise.all(numbers.map((number) => idp.read({ clientId: `pulumi-${ownerOf(number)}` })));
      expect(found.map((client) => client?.name)).toEqual(numbers.map((number) => `Client ${number}`));
    } finally {
      channel("undici:request:create").unsubscribe(hear);
    }
    expect(sent.length).toBeLessThanOrEqual(14);
    // The last page may still be under way; who looks for what is not there waits for all.
    expect(await idp.read({ clientId: "pulumi-nobody" })).toBeUndefined();
  });
}

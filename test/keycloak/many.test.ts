import type { RealmAccess } from "./conversation";
import { many } from "./many";
import { makeRealm } from "./realm";

let realm: RealmAccess;
beforeAll(async () => {
  realm = await makeRealm("many");
});

many(() => realm);

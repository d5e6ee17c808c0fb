import { useEngine } from "../engine/support";
import type { RealmAccess } from "./conversation";
import { makeRealm } from "./realm";
import { rotation } from "./rotation";

const engine = useEngine();
let realm: RealmAccess;
beforeAll(async () => {
  realm = await makeRealm("rotation", { rotatesSecrets: true });
});

rotation(engine, () => realm);

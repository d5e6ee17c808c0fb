import { useEngine } from "../engine/support";
import { adoption } from "./adoption";
import type { RealmAccess } from "./conversation";
import { makeRealm } from "./realm";

const engine = useEngine();
let realm: RealmAccess;
beforeAll(async () => {
  realm = await makeRealm("adoption");
});

adoption(engine, () => realm);

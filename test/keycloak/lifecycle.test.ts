import { useEngine } from "../engine/support";
import type { RealmAccess } from "./conversation";
import { lifecycle } from "./lifecycle";
import { makeRealm } from "./realm";

const engine = useEngine();
let realm: RealmAccess;
beforeAll(async () => {
  realm = await makeRealm("lifecycle");
});

lifecycle(engine, () => realm);

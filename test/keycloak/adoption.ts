import { randomUUID } from "node:crypto";
import { type Engine, errorsOf } from "../engine/support";
import { callers } from "../sandbox/http";
import type { RealmAccess } from "./conversation";
import { Life } from "./life";

const SERVICE = { publicClient: false, serviceAccountsEnabled: true, standardFlowEnabled: false };

/** Clients that somebody has made by hand, under a client id of their own. */
export function adoption(engine: Engine, realm: () => RealmAccess): void {
  let life: Life;
  beforeAll(async () => {
    life = await Life.begin(engine, realm());
  });
  beforeEach(() => engine.workspace.up(life.program({ clients: {} })));
  afterEach(() => engine.workspace.destroy());

  const made = async (more: object = {}) => {
    const clientId = `team-${randomUUID()}`;
    const { workato: ask } = callers(engine.sandbox.info);
    const body = { name: "Legacy", auth_type: "token", api_collection_ids: [1] };
    const apiClientId = String((await ask("POST", "/api/v2/api_clients", body)).body.data.id);
    expect(await life.talk.admin("POST", "/clients", { clientId, name: "Legacy", ...SERVICE, ...more })).toMatchObject({
      status: 201,
    });
    return { apiClientId, clientId };
  };
  const adopting = (adopt?: { apiClientId: string; clientId: string }) =>
    life.program({ clients: { orders: { ...(adopt && { adopt }) } } });

  test("is taken over under its client id, with the secret that its users have", async () => {
    const adopt = await made({ attributes: { "team.note": "ours" } });
    const { body } = await life.talk.admin("GET", `/clients?clientId=${adopt.clientId}`);
    const [{ secret }] = body as [{ secret: string }];
    const { printed } = await engine.workspace.preview(adopting(adopt));
    expect(printed).toContain('adopt: client_name: "Legacy" -> "orders"');
    await engine.workspace.up(adopting(adopt));
    expect(await life.outputs("orders")).toMatchObject({ clientId: adopt.clientId, clientSecret: secret });
    expect(await life.call(await life.outputs("orders"))).toBe(200);
    expect((await life.held("orders")).attributes).toMatchObject({
      "team.note": "ours",
      "pulumi.mark": expect.any(String),
    });
    // It may send its secret in either way, as it could before.
    const post = await life.talk.token(secret, { clientId: adopt.clientId, method: "post" });
    expect(post.status).toBe(200);

    await life.byHand("orders", { name: "By hand" });
    expect((await engine.workspace.refresh()).steps).toContain("update orders");
    await engine.workspace.up(adopting());
    expect((await life.held("orders")).name).toBe("orders");
    expect((await engine.workspace.refresh()).steps).toEqual(["same orders", "same provider"]);
  });

  test("beside a DCR provider that is not there yet, the preview says that it does not look", async () => {
    await engine.workspace.destroy();
    const { printed } = await engine.workspace.preview(adopting(await made()));
    expect(printed).toContain("adopt: what is taken over, and what changes of it, is not shown");
  });

  test.each([
    ["that users log in to", { standardFlowEnabled: true }, "a client that users log in to"],
    ["that is public", { publicClient: true, serviceAccountsEnabled: false }, "a public client"],
  ])("one %s is refused", async (_, more, kind) => {
    const adopt = await made(more);
    expect(await errorsOf(engine.workspace.preview(adopting(adopt)))).toEqual([expect.stringContaining(kind)]);
  });

  test("one that carries another stack's mark is refused", async () => {
    const mark = "01234567.0123456789ab.0a1b2c";
    const adopt = await made({ attributes: { "pulumi.mark": mark } });
    expect(await errorsOf(engine.workspace.preview(adopting(adopt)))).toEqual([expect.stringContaining(mark)]);
  });
}

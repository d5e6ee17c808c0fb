import type { Engine } from "../engine/support";
import type { RealmAccess } from "./conversation";
import { Life, three } from "./life";

/** Secrets in a realm that has a policy by which they expire, and the one before stays in force for a while. */
export function rotation(engine: Engine, realm: () => RealmAccess): void {
  let life: Life;
  beforeAll(async () => {
    life = await Life.begin(engine, realm(), { audience: "https://gateway.example.com" });
    await engine.workspace.up(life.program(turned("1", true)));
  });

  const turned = (quarter: string, overlap: boolean) => ({
    clients: three({ orders: { rotationTriggers: { quarter }, overlap } }),
  });
  const inAnHour = expect.closeTo(Date.now() / 1000 + 3600, -3);

  test("a secret expires, and the state knows when", async () => {
    expect(await life.outputs("orders")).toMatchObject({ clientSecretExpiresAt: inAnHour });
    expect(await life.calls()).toEqual([200, 200, 200]);
  });

  test("tokens name the audience that is configured", async () => {
    expect((await life.claims("orders")).aud).toContain("https://gateway.example.com");
  });

  test("with overlap, both secrets work", async () => {
    const before = await life.outputs("orders");
    await engine.workspace.up(life.program(turned("2", true)));
    const after = await life.outputs("orders");
    expect(after.clientSecret).not.toBe(before.clientSecret);
    expect([await life.call(before), await life.call(after)]).toEqual([200, 200]);
  });

  test("without it, the one before ends", async () => {
    const before = await life.outputs("orders");
    await engine.workspace.up(life.program(turned("3", false)));
    expect([await life.call(before), await life.call(await life.outputs("orders"))]).toEqual([401, 200]);
  });

  test("a secret that expires soon is renewed by the next up, and the preview shows it", async () => {
    const before = await life.outputs("billing");
    const program = life.program({
      clients: three({
        orders: { rotationTriggers: { quarter: "3" } },
        billing: { renewBeforeExpiryDays: 1, overlap: true },
      }),
    });
    expect((await engine.workspace.preview(program)).steps).toContain("update billing");
    await engine.workspace.up(program);
    const after = await life.outputs("billing");
    expect(after.clientSecret).not.toBe(before.clientSecret);
    expect([await life.call(before), await life.call(after)]).toEqual([200, 200]);
  });

  test("a mapper for the audience that was taken away by hand is put back", async () => {
    const { protocolMappers } = await life.held("stock");
    const others = protocolMappers.filter(({ name }) => name !== "workato-dcr-audience");
    await life.byHand("stock", { protocolMappers: others });
    expect((await life.claims("stock")).aud).toBe("account");
    expect((await engine.workspace.refresh()).steps).toContain("update stock");
    await engine.workspace.up(life.program(turned("3", false)));
    expect((await life.claims("stock")).aud).toContain("https://gateway.example.com");
  });

  test("destroy leaves nothing", async () => {
    await engine.workspace.destroy();
    expect(await life.listed()).toEqual([]);
  });
}

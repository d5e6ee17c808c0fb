import * as workato from "pulumi-workato-dcr";
import { callers } from "../sandbox/http";
import { callWith, oidcProvider, outputsOf, useEngine } from "./support";

const engine = useEngine();

const program = (rotation: string, overlap: boolean) => async () => {
  const dcrProvider = oidcProvider(engine.sandbox.info);
  const rotationTriggers = { rotation };
  new workato.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider, rotationTriggers, overlap });
};

test("with overlap, a secret works until the rotation after the next; without, it is refused at once", async () => {
  const { sandbox, workspace } = engine;
  const secrets: string[] = [];
  const rotations: [rotation: string, overlap: boolean, answers: number[]][] = [
    ["first", true, [200]],
    ["second", true, [200, 200]],
    ["third", true, [401, 200, 200]],
    ["fourth", false, [401, 401, 401, 200]],
  ];
  const ids = new Set<unknown>();
  for (const [rotation, overlap, answers] of rotations) {
    const { steps } = await workspace.up(program(rotation, overlap));
    expect(steps).toEqual(rotation === "first" ? ["create oidc", "create orders"] : ["same oidc", "update orders"]);
    const { clientId, clientSecret, apiKeyId } = (await outputsOf(workspace, "orders")) ?? {};
    ids.add(`${clientId} ${apiKeyId}`);
    secrets.push(String(clientSecret));
    const held = await callers(sandbox.info).okta("GET", `/api/v1/apps/${clientId}/credentials/secrets`);
    expect(held.body).toHaveLength(answers.filter((status) => status === 200).length);
    const seen = await Promise.all(secrets.map((secret) => callWith(sandbox, { clientId, clientSecret: secret })));
    expect(seen).toEqual(answers);
  }
  expect(ids.size).toBe(1);
  for (const secret of secrets) expect(workspace.printed()).not.toContain(secret);
});

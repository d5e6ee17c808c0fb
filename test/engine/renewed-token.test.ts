import * as workato from "pulumi-workato-dcr";
import { oidcProvider, useEngine } from "./support";

/** The engine keeps the whole configuration with the provider of dynamic resources, and hands out that of the last `up` where no program runs. */

const engine = useEngine();
const TOKEN = "workato-dcr:apiToken";
const HINT = /Add --run-program, or run pulumi up first/;
const ALL = { steps: ["same oidc", "same orders"] };

const program = async () => {
  const dcrProvider = oidcProvider(engine.sandbox.info);
  new workato.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider });
};

test.each<[string, string | undefined, RegExp]>([
  ["was another one", "a-former-token", /401.*apiToken/],
  ["was missing", undefined, /workato-dcr:apiToken is missing/],
])(
  "where the token of the last up %s, the error of a refresh and a destroy says how they use the one of now",
  async (_, former, trouble) => {
    const { sandbox, workspace } = engine;
    await workspace.up(program);
    const exported = await workspace.export();
    const provider = exported.deployment.resources?.find(({ type }) => type === "pulumi:providers:pulumi-nodejs");
    expect(provider?.inputs).toHaveProperty([TOKEN]);
    for (const bag of [provider?.inputs, provider?.outputs]) Object.assign(bag ?? {}, { [TOKEN]: former });
    await workspace.import(exported);

    const before = await sandbox.state();
    for (const command of [() => workspace.refresh(), () => workspace.destroy()]) {
      await expect(command()).rejects.toThrow(trouble);
      await expect(command()).rejects.toThrow(HINT);
    }
    expect(await sandbox.state()).toEqual(before);

    expect(await workspace.up(program)).toMatchObject(ALL);
    expect(await workspace.refresh()).toMatchObject(ALL);
  },
);

// Run it with `npx jest`, or with `npx vitest run --globals`. It needs neither an engine nor tokens.

import * as pulumi from "@pulumi/pulumi";
import * as workato from "pulumi-workato-dcr";
import { Partner, type PartnerArgs } from "./partner";

/** The inputs of the resources that the program has declared, by name. */
const declared: Record<string, pulumi.runtime.MockResourceArgs["inputs"]> = {};

const COLLECTION_IDS: Record<string, string> = { Orders: "11", Inventory: "12" };

beforeAll(() =>
  pulumi.runtime.setMocks({
    // What a resource becomes: its inputs, and the outputs that the program uses.
    newResource: ({ name, inputs }) => {
      declared[name] = inputs;
      return { id: `id of ${name}`, state: { ...inputs, clientId: `client id of ${name}` } };
    },
    // What a look-up finds.
    call: ({ token, inputs }) => {
      if (token !== "workato-dcr:index:getApiCollection") throw new Error(`this test knows no ${token}`);
      return { id: COLLECTION_IDS[inputs.name], name: inputs.name };
    },
  }),
);

function partner(name: string, args: Omit<PartnerArgs, "dcrProvider">): Partner {
  const dcrProvider = new workato.DcrProvider("okta", {
    name: "Okta",
    authenticationMethod: "oidc",
    scopes: ["orders.read"],
  });
  return new Partner(name, { ...args, dcrProvider });
}

/** The value of an output; once it is there, the resource that it is of has been declared. */
const known = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => void output.apply(resolve));

test("a partner may call the collections that are named, by the tokens of the DCR provider", async () => {
  const { clientId } = partner("acme", { collections: ["Orders", "Inventory"], places: [] });
  expect(await known(clientId)).toBe("client id of acme");
  expect(declared.acme).toMatchObject({
    name: "Partner acme",
    apiCollectionIds: ["11", "12"],
    dcrProvider: { dcrProviderId: "id of okta" },
  });
});

test("each place has credentials of its own", async () => {
  const { clientIds } = partner("globex", { collections: ["Orders"], places: ["eu", "us"] });
  expect(await known(clientIds)).toEqual({ eu: "client id of globex-eu", us: "client id of globex-us" });
  expect(declared["globex-us"]).toMatchObject({ name: "Partner globex, us" });
});

import { clientIn } from "../../../../provider/resources/credential/state";

const state = { clientId: "0oa1", clientSecret: "s", owner: "1a2b3c4d.000000000001", name: "Orders" };

test.each<[string, object, string | undefined]>([
  ["no run that failed", {}, "client_secret_basic"],
  ["a failed edit of something else", { unconfirmed: ["description"] }, "client_secret_basic"],
  ["a failed change of the method", { unconfirmed: ["registration"] }, undefined],
  ["a failed rotation", { unconfirmed: ["name", "rotationTriggers"] }, undefined],
  ["a failed renewal", { unconfirmed: ["renewSecret"] }, undefined],
  [
    "any failed run, where a secret that expires is renewed in time",
    { unconfirmed: [], renewBeforeExpiryDays: 7 },
    undefined,
  ],
  ["no run that failed, where it is renewed in time", { renewBeforeExpiryDays: 7 }, "client_secret_basic"],
])("after %s, an identity provider is told of the method: %#", (_, more, tokenEndpointAuthMethod) => {
  expect(clientIn({ ...state, ...more })).toMatchObject({
    clientId: "0oa1",
    clientSecret: "s",
    tokenEndpointAuthMethod,
  });
});

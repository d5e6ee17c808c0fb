import { tokenCall } from "../../../provider/api/token";

const request = {
  tokenEndpoint: "https://acme.okta.com/oauth2/default/v1/token",
  clientId: "0oa1",
  clientSecret: "hunter2",
  scopes: ["orders.read", "orders.write"],
};
const form = { grant_type: "client_credentials", scope: "orders.read orders.write" };
const basic = (pair: string) => ({ authorization: `Basic ${Buffer.from(pair).toString("base64")}` });

test("a client of client_secret_basic authenticates in the header, and nowhere else", () => {
  expect(tokenCall({ ...request, method: "client_secret_basic" })).toEqual({
    method: "POST",
    safe: true,
    path: request.tokenEndpoint,
    form,
    headers: basic("0oa1:hunter2"),
  });
});

test("a client of client_secret_post authenticates in the body, and nowhere else", () => {
  expect(tokenCall({ ...request, method: "client_secret_post" })).toEqual({
    method: "POST",
    safe: true,
    path: request.tokenEndpoint,
    form: { ...form, client_id: "0oa1", client_secret: "hunter2" },
  });
});

test("id and secret are encoded before they are joined, so that a colon stays in its part", () => {
  const call = tokenCall({ ...request, clientId: "a:b", clientSecret: "c/d:e", method: "client_secret_basic" });
  expect(call.headers).toEqual(basic("a%3Ab:c%2Fd%3Ae"));
});

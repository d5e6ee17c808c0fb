import { UNKNOWN } from "../../../provider/lifecycle/unknown";
import { previewAdoption, requireAdoptable } from "../../../provider/resources/adoption";
import { type HttpConnectionInputs, httpConnection } from "../../../provider/resources/http-connection";
import { complaint, MARK, OWNER, services } from "../support";

const inputs: HttpConnectionInputs = {
  name: "Okta DCR",
  baseUrl: "https://acme.okta.com",
  auth: { type: "header", headers: { Authorization: "SSWS 00hunter2" } },
  folderId: "12",
  adopt: { connectionId: "7" },
  owner: OWNER,
};
const preview = (state: Partial<HttpConnectionInputs>, wanted = inputs) =>
  previewAdoption({ ...httpConnection, adopt: async () => ({ state }) }, wanted, services());

test("a preview names what is taken over, and a line for each property that would change", async () => {
  const lines = await preview({ ...inputs, name: "By hand", folderId: undefined });
  expect(lines).toEqual([
    "adopt: connectionId 7 will be taken over, not created",
    'adopt: name: "By hand" -> "Okta DCR"',
    'adopt: folderId: null -> "12"',
  ]);
});

test("a preview says so when nothing would change, and the mark is no change", async () => {
  const lines = await preview({ ...inputs, owner: "fedcba98.76543210fedc" });
  expect(lines).toEqual(["adopt: connectionId 7 will be taken over, not created, and nothing of it changes"]);
});

test("a preview shows no credentials", async () => {
  const lines = await preview({ ...inputs, auth: undefined });
  expect(lines).toContain("adopt: auth: [secret] -> [secret]");
  expect(lines.join()).not.toContain("hunter2");
});

test("a preview does not guess at what is unknown", async () => {
  const lines = await preview({ ...inputs, name: "By hand" }, { ...inputs, name: UNKNOWN });
  expect(lines).toEqual(["adopt: connectionId 7 will be taken over, not created, and nothing of it changes"]);
});

test("a resource that adopts nothing has nothing to show", async () => {
  const plain = { ...inputs, adopt: undefined };
  await expect(previewAdoption(httpConnection, plain, services())).resolves.toEqual([]);
});

test.each([
  ["no mark", undefined],
  ["our mark, from a run that was interrupted", MARK],
])("what carries %s can be adopted", (_, mark) => {
  expect(() => requireAdoptable("API client 7", { mark }, OWNER)).not.toThrow();
});

test.each([
  ["is not there", undefined, "there is no API client 7"],
  ["is another resource's", { mark: "fedcba98.76543210fedc.ba9876" }, "ownership mark is fedcba98.76543210fedc.ba9876"],
])("what %s cannot be adopted", (_, found, text) => {
  expect(complaint(() => requireAdoptable("API client 7", found, OWNER))).toContain(text);
});

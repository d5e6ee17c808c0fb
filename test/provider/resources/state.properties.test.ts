import fc from "fast-check";
import { Discovery } from "../../../provider/api/discovery";
import { ProviderError } from "../../../provider/errors";
import { apiClient } from "../../../provider/resources/api-client";
import { apiClientCredential } from "../../../provider/resources/api-client-credential";
import { dcrProvider } from "../../../provider/resources/dcr-provider";
import { httpConnection } from "../../../provider/resources/http-connection";
import type { Resource } from "../../../provider/resources/resource";
import { requireSoleHolder } from "../../../provider/resources/sharing";
import { stateReader } from "../../../provider/resources/state-version";
import { updateDue } from "../../../provider/resources/update-due";
import { OWNER, services } from "../support";
import { json } from "./arbitraries";

/** What a state may hold, and all that a diff asks of it. */
function stateOf<I extends object, O extends object>(resource: Resource<I, O>) {
  const readState = stateReader(resource);
  return {
    keys: [...Object.keys(resource.properties), ...resource.ids, ...Object.keys(resource.outputs)],
    async diff(held: Record<string, unknown>): Promise<void> {
      const on = services();
      const state = readState(held);
      requireSoleHolder(resource, "1", state, on);
      resource.replaceBecause?.(state, on);
      await resource.outdated?.(state, {} as I, on, on.identityProviders.get(undefined));
      resource.remark?.(state, on.identityProviders.get(undefined));
      await updateDue(resource, held, {}, on);
    },
  };
}

test.each([
  ["HttpConnection", stateOf(httpConnection)],
  ["DcrProvider", stateOf(dcrProvider)],
  ["ApiClient", stateOf(apiClient)],
  ["ApiClientCredential", stateOf(apiClientCredential)],
])("a state of %s that holds anything is used, or refused with what to do", async (_, { keys, diff }) => {
  // Asked where a state holds another issuer than the configured one.
  const metadata = { issuer: "https://acme.okta.com/oauth2/default", token_endpoint: "" };
  jest.spyOn(Discovery.prototype, "metadata").mockResolvedValue(metadata);
  const states = fc.dictionary(fc.constantFrom(...keys, "ofANewerVersion"), json, { noNullPrototype: true });
  await fc.assert(
    fc.asyncProperty(states, async (held) => {
      try {
        await diff(held);
      } catch (error) {
        expect(error).toBeInstanceOf(ProviderError);
        const { code, message } = error as ProviderError;
        // An identity provider that a state names may be configured no more.
        if (code === "configuration") expect(message).toContain("There is no identity provider");
        else expect(message).toContain("Install the version that has written the state");
      }
    }),
    { numRuns: 500, examples: [[{ clientSecretExpiresAt: -1e20 }], [{ identityProvider: "gone" }]] },
  );
});

test.each<[string, Record<string, unknown>, string]>([
  ["a store of its own", { store: "native" }, "store"],
  ["a text for a list", { store: "stack", scopes: "a" }, "scopes"],
  ["a number for an id", { dcrProviderId: 7 }, "dcrProviderId"],
])("a state of another version with %s is refused at its path", (_, held, path) => {
  expect(() => stateReader(dcrProvider)({ owner: OWNER, ...held })).toThrow(`${path}: the state holds it in a form`);
});

test("a state that lacks what this version writes, or has what it does not know, is read", () => {
  const held = { owner: OWNER, name: "Okta", ofANewerVersion: { a: 1 } };
  expect(stateReader(dcrProvider)(held)).toEqual(held);
});

test("a state with what a rule of today would refuse is read: it may have been changed by hand", () => {
  const held = { owner: OWNER, email: "no address", logoUri: "ftp://example.com/", name: "" };
  expect(stateReader(apiClient)(held)).toEqual(held);
});

import { changeOfClient, WITHOUT_CLIENT } from "../../../../provider/resources/credential/home";
import type { CredentialState } from "../../../../provider/resources/credential/state";

const [A, B, C] = ["https://a.test", "https://b.test", "https://c.test"];
const client = (registeredAt: string) => ({
  clientId: `at ${registeredAt}`,
  registeredAt,
  clientSecret: `of ${registeredAt}`,
});
const former = (registeredAt: string) => expect.objectContaining(client(registeredAt));

test.each<[string, CredentialState, string, unknown]>([
  ["a client that is where it should be stays", client(A), A, undefined],
  ["nothing was there", {}, A, undefined],
  ["one without a record of where it is stays", { clientId: "1" }, A, undefined],
  ["a client that is elsewhere is a former one", client(A), B, { ...WITHOUT_CLIENT, formerClients: [former(A)] }],
  [
    "the next move keeps both",
    { ...client(B), formerClients: [client(A)] },
    C,
    { ...WITHOUT_CLIENT, formerClients: [former(A), former(B)] },
  ],
  [
    "who comes back finds the client of before, and leaves the other",
    { ...client(B), formerClients: [client(A)] },
    A,
    { ...WITHOUT_CLIENT, ...client(A), formerClients: [former(B)] },
  ],
  [
    "who comes back after the other one is gone has no former one",
    { registeredAt: B, formerClients: [client(A)] },
    A,
    { ...WITHOUT_CLIENT, ...client(A), formerClients: undefined },
  ],
  ["a former one elsewhere waits", { ...client(A), formerClients: [client(B)] }, A, undefined],
])("%s", (_, state, home, expected) => {
  expect(changeOfClient(state, home)).toEqual(expected);
});

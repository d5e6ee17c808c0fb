import { inUse } from "../../../provider/lifecycle/in-use";

const clients = (count: number) => Array.from({ length: count }, (_, index) => `client ${10 + index}`);

test.each<[string[], string]>([
  [["Orders"], "1 API client (Orders)"],
  [["Orders", "Billing"], "2 API clients (Billing, Orders)"],
  [clients(10), `10 API clients (${clients(10).join(", ")})`],
  [clients(12), `12 API clients (${clients(10).join(", ")}, and 2 more)`],
])("%j are shown as a count with the first names", (names, text) => {
  expect(inUse(names)).toBe(text);
});

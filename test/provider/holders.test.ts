import { Holders } from "../../provider/holders";

test("who claims something first holds it, also when it claims it again, and nobody else does", () => {
  const holders = new Holders();
  expect(holders.claim("connectionId 7", "a")).toBe(true);
  expect(holders.claim("connectionId 7", "b")).toBe(false);
  expect(holders.claim("connectionId 7", "a")).toBe(true);
  expect(holders.claim("connectionId 8", "b")).toBe(true);
});

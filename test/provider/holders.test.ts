import { Holders } from "../../provider/holders";

test("who claims something first holds it, also when it claims it again, and nobody else does", () => {
  const holders = new Holders();
  expect(holders.hold("connectionId 7", "a")).toBe(true);
  expect(holders.hold("connectionId 7", "b")).toBe(false);
  expect(holders.hold("connectionId 7", "a")).toBe(true);
  expect(holders.hold("connectionId 8", "b")).toBe(true);
});

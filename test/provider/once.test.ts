import { once } from "../../provider/once";

test("what was found is found once for all who ask; a failure is for those who wait, and the next one tries again", async () => {
  let asked = 0;
  const find = once(async () => {
    asked += 1;
    if (asked === 1) throw new Error("not yet");
    return asked;
  });
  await expect(Promise.allSettled([find(), find()])).resolves.toMatchObject([
    { status: "rejected" },
    { status: "rejected" },
  ]);
  await expect(Promise.all([find(), find(), find()])).resolves.toEqual([2, 2, 2]);
  await expect(find()).resolves.toBe(2);
});

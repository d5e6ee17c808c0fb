import { z } from "zod";
import { createOnce } from "../../../provider/api/create-once";
import { ask } from "../../../provider/api/wire";
import { type ApiError, InvalidRequestError } from "../../../provider/http/errors";
import { cut, json, type Seen } from "../http/local-server";
import { hastily, useServers } from "./wire";

const serve = useServers();
const MADE = json({ id: "made" });

/** Creates by POST, which is answered as said, the last answer over and over; looks up by GET, which finds nothing. */
async function create(replies: Parameters<typeof serve>, retryTotalSeconds = 300) {
  let posts = 0;
  const server = await serve((request, response) => {
    if (request.method === "POST") posts += 1;
    const reply = request.method === "POST" ? replies[Math.min(posts, replies.length) - 1] : json({});
    reply?.(request, response);
  });
  const { http, clock, lines } = hastily(server.url, {
    retryTotalSeconds,
    explain: (_, body) => ({ message: z.object({ message: z.string() }).safeParse(body).data?.message ?? "" }),
  });
  const make = () => ask(http, { method: "POST", path: "/things", json: {} }, z.object({ id: z.string() }));
  const find = async () => {
    await http.send({ method: "GET", path: "/things" });
    return undefined;
  };
  const result = await createOnce(make, find).catch((error: ApiError) => error);
  return { result, waits: clock.waits, lines, asked: server.seen.map(({ method }: Seen) => method).join(" ") };
}

const created = { object: { id: "made" }, how: "created" };

test("an outage of a second is outlived", async () => {
  const { result, waits, asked } = await create([json({}, 503), json({}, 503), MADE]);
  expect(result).toEqual(created);
  expect(waits).toEqual([750, 1_500]);
  expect(asked).toBe("POST GET POST GET POST");
});

test.each<[string, () => Record<string, string>, number]>([
  ["Retry-After", () => ({ "retry-after": "7" }), 7_000],
  ["the reset of the window", () => ({ "x-rate-limit-reset": `${Math.floor(Date.now() / 1000) + 120}` }), 120_000],
])("the pause is as long as the vendor asks by %s, and is told", async (_, headers, ms) => {
  // As late as can be: what passes before the answer is there is missing from the pause.
  const busy: typeof MADE = (request, response) => json({}, 503, headers())(request, response);
  const { result, waits, lines } = await create([busy, MADE]);
  expect(result).toEqual(created);
  expect(waits).toEqual([expect.closeTo(ms, -4)]);
  expect(waits[0]).toBeGreaterThanOrEqual(ms - 2_000);
  expect(lines).toEqual([expect.stringMatching(/^Okta: waiting \d+ s to repeat POST \/things \(503\)$/)]);
});

test("a vendor that asks for more time than there is gets no second create", async () => {
  const { result, waits, asked } = await create([json({}, 503, { "retry-after": "301" }), MADE]);
  expect(result).toMatchObject({ code: "server" });
  expect(String(result)).toMatch(/asked to wait for 301 s.*; it may have been carried out/);
  expect({ waits, asked }).toEqual({ waits: [], asked: "POST GET" });
});

test("all pauses together are no longer than the budget", async () => {
  const { result, asked } = await create([json({}, 503, { "retry-after": "200" }), cut, MADE]);
  expect(result).toEqual(created);
  expect(asked).toBe("POST GET POST GET POST");
  const again = await create([json({}, 503, { "retry-after": "200" })]);
  expect(again.result).toMatchObject({ code: "server" });
  expect(again).toMatchObject({ waits: [200_000], asked: "POST GET POST GET" });
});

test.each([
  [2, [750, 1_250]],
  [0.2, [200, 0]],
])("a budget of %d s leaves three attempts and short pauses", async (budget, expected) => {
  const { result, waits, asked } = await create([cut], budget);
  expect(String(result)).toContain("it may have been carried out");
  expect(waits.map(Math.round)).toEqual(expected);
  expect(asked).toBe("POST GET POST GET POST GET");
});

test("a created thing that cannot be read is looked for, and made again after a pause", async () => {
  const { result, waits } = await create([json({ name: "without an id" }), MADE]);
  expect(result).toEqual(created);
  expect(waits).toEqual([750]);
});

test("a refusal does not hide that the attempt before it may have been carried out", async () => {
  const { result, asked } = await create([cut, json({ message: "No more than 5" }, 403)]);
  expect(asked).toBe("POST GET POST");
  expect(result).toMatchObject({ status: 403, outcome: "unknown" });
  expect(String(result)).toMatch(/403 No more than 5; it may have been carried out\. /);
});

test("a create that was never lost is refused without a doubt", async () => {
  const { result } = await create([json({ message: "No more than 5" }, 422)]);
  expect(result).toBeInstanceOf(InvalidRequestError);
  expect(result).toMatchObject({ outcome: "not-done" });
  expect(String(result)).not.toContain("carried out");
});

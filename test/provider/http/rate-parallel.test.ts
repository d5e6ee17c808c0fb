import { Parallel } from "../../../provider/http/rate-parallel";
import { Transport } from "../../../provider/http/transport";
import { json, localServer } from "./local-server";

/** How many more calls may go now. */
function room(parallel: Parallel, now: number): number {
  let sent = 0;
  while (parallel.freeAt(now).at <= now) {
    parallel.sent();
    sent += 1;
  }
  for (let n = 0; n < sent; n++) parallel.ended();
  return sent;
}

type Step = { at: number; refused: number; underWay: number };
const refusedFor = (at: number, underWay: number, refused = 1): Step => ({ at, underWay, refused });

test.each<[string, Step[], at: number, expected: number]>([
  ["twenty, while nothing is refused", [], 0, 20],
  ["none during the pause after a refusal", [refusedFor(0, 20)], 499, 0],
  ["half of those that were under way, after it", [refusedFor(0, 12)], 500, 6],
  ["half, however many of one burst were refused", [refusedFor(0, 20, 15)], 500, 10],
  ["half of that, when it happens again", [refusedFor(0, 20), refusedFor(600, 10)], 1_100, 5],
  ["one at least", [refusedFor(0, 1), refusedFor(600, 1)], 1_100, 1],
  ["as few for a minute", [refusedFor(0, 20)], 60_499, 10],
  ["twice as many after a calm minute", [refusedFor(0, 20), refusedFor(600, 10)], 61_100, 10],
])("there may be %s", (_, steps, at, expected) => {
  const parallel = new Parallel();
  for (const { at, underWay, refused } of steps) {
    parallel.freeAt(at);
    for (let n = 0; n < underWay; n++) parallel.sent();
    for (let n = 0; n < refused; n++) {
      parallel.ended();
      parallel.refused(at, 500);
    }
    for (let n = refused; n < underWay; n++) parallel.ended();
  }
  expect(room(parallel, at)).toBe(expected);
});

test("it grows back to what it was, and no further", () => {
  const parallel = new Parallel();
  for (let n = 0; n < 3; n++) {
    parallel.sent();
    parallel.ended();
    parallel.refused(n * 1_000, 500);
  }
  const rooms = [0, 1, 2, 3, 4, 5, 6].map((minute) => room(parallel, 2_500 + minute * 60_000));
  expect(rooms).toEqual([1, 2, 4, 8, 16, 20, 20]);
});

describe("a server that works on five calls at a time, as Okta tells of it", () => {
  let stop: (() => Promise<void>) | undefined;
  afterEach(() => stop?.());

  const server = async () => {
    let underWay = 0;
    const counts = { refused: 0, served: 0 };
    const reset = `${Math.ceil(Date.now() / 1000) + 60}`;
    const headers = { "x-rate-limit-limit": "0", "x-rate-limit-remaining": "0", "x-rate-limit-reset": reset };
    const made = await localServer((request, response) => {
      if (underWay >= 5) {
        counts.refused += 1;
        return json({ errorCode: "E0000047" }, 429, headers)(request, response);
      }
      underWay += 1;
      return void setTimeout(() => {
        underWay -= 1;
        counts.served += 1;
        json({})(request, response);
      }, 50);
    });
    stop = made.stop;
    return { url: made.url, counts };
  };
  const vendor = (baseUrl: string) => ({
    name: "Okta",
    baseUrl,
    requestsPerMinute: 10_000,
    authorize: () => ({}),
    explain: () => ({}),
    bucket: (path: string) => ({ name: path.slice(0, 2), perMinute: 10_000 }),
  });

  it("gets fewer at a time in all of its buckets together, and none of them waits for a minute", async () => {
    const { url, counts } = await server();
    const http = new Transport(vendor(url), { timeoutSeconds: 5, retryTotalSeconds: 60 }, () => {});
    const start = performance.now();
    const calls = Array.from({ length: 80 }, (_, n) => http.send({ method: "POST", path: `/${n % 2}`, json: {} }));
    expect((await Promise.all(calls)).map(({ status }) => status)).toEqual(Array(80).fill(200));
    // 80 calls of 50 ms, five at a time, take 0.8 s, and a pause or two.
    expect(performance.now() - start).toBeLessThan(50_000);
    expect(counts.served).toBe(80);
    // Twenty went, then ten, then five.
    expect(counts.refused).toBeLessThanOrEqual(30);
  });
});

import { exitCode } from "../../demo/report";
import type { EngineRun } from "../../demo/stage";
import { type Seen, Story } from "../../demo/story";

const RUN: EngineRun = { succeeded: true, printed: "", steps: [], requests: [] };

function newStory(longestSilenceMs?: number) {
  const lines: string[] = [];
  const controller = new AbortController();
  const story = new Story(
    (line) => lines.push(line),
    { colour: false, width: 80 },
    controller.signal,
    longestSilenceMs,
  );
  return { story, lines, controller };
}

const well = async (seen: Seen) => seen.equals("the gateway", 200, 200);

test("a story that goes as told is ok, with exit code 0", async () => {
  const { story } = newStory();
  await story.act("Act", "told", async () => {
    await story.step("opens", "told", well);
  });
  const report = story.close(0, 0);
  expect(report).toEqual({
    ok: true,
    steps: [{ name: "opens", ok: true, ms: expect.any(Number), requests: 0 }],
    secretsInState: 0,
    leftOver: 0,
  });
  expect(exitCode(report)).toBe(0);
});

test.each<[string, (seen: Seen) => Promise<void>]>([
  ["sees another value than told", async (seen) => seen.equals("the gateway", 401, 200)],
  ["sees that something does not hold", async (seen) => seen.holds("the secret is new", false)],
  ["throws", async () => Promise.reject(new Error("no answer"))],
  ["runs a command that fails", async (seen) => void seen.engine({ ...RUN, succeeded: false })],
  ["runs a command that is not refused", async (seen) => void seen.refusal(RUN)],
])("a step that %s makes the story fail, with exit code 1", async (_what, perform) => {
  const { story, lines } = newStory();
  await story.act("Act", "told", async () => {
    await story.step("goes well", "told", well);
    await story.step("goes wrong", "told", perform);
  });
  const report = story.close(0, 0);
  expect(report.ok).toBe(false);
  expect(report.steps.map(({ name, ok }) => [name, ok])).toEqual([
    ["goes well", true],
    ["goes wrong", false],
  ]);
  expect(exitCode(report)).toBe(1);
  expect(lines.join("\n")).toMatch(/Failed:\n +2 {2}goes wrong$/);
});

test.each([
  ["a secret in plain text", 1, 0],
  ["an object left behind", 0, 1],
])("%s makes the story fail", async (_what, secrets, left) => {
  const { story } = newStory();
  await story.step("goes well", "told", well);
  expect(exitCode(story.close(secrets, left))).toBe(1);
});

test("a story without a step is none", () => {
  expect(newStory().story.close(0, 0).ok).toBe(false);
});

test("after a fact that is not as told the act goes on; after an error the next act does", async () => {
  const { story } = newStory();
  await story.act("First", "told", async () => {
    await story.step("sees something else", "told", async (seen) => seen.holds("as told", false));
    await story.step("cannot go on", "told", async () => Promise.reject(new Error("no answer")));
    await story.step("never begins", "told", well);
  });
  await story.act("Second", "told", () => story.step("begins", "told", well));
  expect(story.steps.map(({ name }) => name)).toEqual(["sees something else", "cannot go on", "begins"]);
});

test("a story that is stopped begins no further step, and says nothing of the one that was cut short", async () => {
  const { story, lines, controller } = newStory();
  const told = story.act("Act", "told", async () => {
    await story.step("is cut short", "told", async () => {
      controller.abort();
      throw new Error("the command was killed");
    });
    await story.step("never begins", "told", well);
  });
  await expect(told).rejects.toBe(controller.signal.reason);
  expect(lines.join("\n")).not.toMatch(/killed|never begins/);
});

test("the requests of all commands of a step are counted", async () => {
  const { story } = newStory();
  const request = { side: "okta", method: "GET", path: "/", query: {}, status: 200, at: "" } as const;
  await story.step("sends", "told", async (seen) => {
    seen.engine({ ...RUN, requests: [request, request] });
    seen.refusal({ ...RUN, succeeded: false, requests: [request] });
  });
  expect(story.steps[0]?.requests).toBe(3);
});

test("a step that takes long says so again and again, and says nothing more once it has ended", async () => {
  const { story, lines } = newStory(5);
  const told = () => lines.filter((line) => /at it for \d+ s/.test(line)).length;
  await story.step("takes long", "told", async () => {
    while (told() < 3) await new Promise((settle) => setTimeout(settle, 1));
  });
  const then = lines.length;
  await new Promise((settle) => setTimeout(settle, 50));
  expect(lines).toHaveLength(then);
});

import { progress, type Sample, type Seen } from "../../../provider/lifecycle/progress";

const MINUTE = 60_000;
const waitFor = "the limit of 50 calls a minute (Workato)";
const at = (minutes: number, done: number): Sample => ({ at: minutes * MINUTE, done });
const seen = (underWay: number, now: Sample, ...before: Sample[]): Seen => ({ ...now, underWay, before, waitFor });

test.each<[string, Seen, string]>([
  ["no pace before a minute has passed", seen(8, at(0.9, 12), at(0, 0)), "12 resources done, 8 under way"],
  ["no pace where nothing is known of before", seen(8, at(9, 1)), "1 resource done, 8 under way"],
  ["no pace while nothing is done", seen(8, at(3, 40), at(0, 40)), "40 resources done, 8 under way"],
  ["the pace of what is done", seen(8, at(2, 30), at(0, 10)), "30 resources done, 8 under way, 10 a minute"],
  [
    "a pace that is none to speak of",
    seen(1, at(4, 11), at(0, 10)),
    "11 resources done, 1 under way, at least 4 minutes left at less than 1 a minute",
  ],
  [
    "the pace of the last five minutes, not of all",
    seen(8, at(60, 1050), at(0, 0), at(54.9, 999), at(55, 1000), at(59, 1040)),
    "1,050 resources done, 8 under way, 10 a minute",
  ],
  [
    "what is left of all that is under way",
    seen(5880, at(60, 4120), at(55, 3700)),
    "4,120 resources done, 5,880 under way, at least 70 minutes left at 84 a minute",
  ],
  [
    "hours that are left",
    seen(9000, at(60, 600), at(58, 580)),
    "600 resources done, 9,000 under way, at least 15 hours left at 10 a minute",
  ],
])("%s", (_, it, told) => {
  expect(progress(it)).toBe(`${told}; waiting for ${waitFor}`);
});

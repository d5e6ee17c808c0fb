import type { Report } from "./report";

/** How the story looks in a terminal. Everything here is pure: values in, lines out. */

export interface Look {
  colour: boolean;
  /** Columns. */
  width: number;
}

/** A thing that was seen, beside what was expected. */
export interface Fact {
  what: string;
  ok: boolean;
  /** Left out of a fact that just holds. */
  actual?: string;
  wanted?: string;
  remark?: string;
}

const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;
const MARGIN = "      ";

export function actHeading(title: string, told: string, look: Look): string[] {
  const rule = "━".repeat(look.width);
  return [
    "",
    paint(rule, "cyan", look),
    paint(title, "bold", look),
    ...wrap(told, look.width),
    paint(rule, "cyan", look),
  ];
}

export function stepHeading(number: number, name: string, told: string, look: Look): string[] {
  const lines = wrap(told, look.width - MARGIN.length).map((line) => MARGIN + line);
  return ["", `${String(number).padStart(4)}  ${paint(name, "bold", look)}`, ...lines];
}

export function engineLines(lines: readonly string[], look: Look): string[] {
  return lines.flatMap((line) => {
    const colour = /^error/.test(line) ? "red" : /^warning/.test(line) ? "yellow" : "dim";
    return wrap(line, look.width - MARGIN.length - 2, "  ").map(
      (part) => `${MARGIN}${paint("│", "dim", look)} ${paint(part, colour, look)}`,
    );
  });
}

export function factLines({ what, ok, actual, wanted, remark }: Fact, look: Look): string[] {
  const value = actual === undefined ? "" : `: ${actual}`;
  const expected = ok ? "" : ` (expected: ${wanted ?? "yes"})`;
  const text = `${what}${value}${expected}${remark === undefined ? "" : ` – ${remark}`}`;
  const [first = "", ...more] = wrap(text, look.width - MARGIN.length - 2);
  const mark = ok ? paint("✔", "green", look) : paint("✘", "red", look);
  return [`${MARGIN}${mark} ${first}`, ...more.map((line) => `${MARGIN}  ${line}`)];
}

export function errorLines(message: string, look: Look): string[] {
  return wrap(message, look.width - MARGIN.length - 2).map((line) => MARGIN + paint(line, "red", look));
}

export function stepFooter(ms: number, requests: number, look: Look): string {
  return MARGIN + paint(`${seconds(ms)}, ${counted(requests, "request")} sent by the provider`, "dim", look);
}

export function stillAtIt(ms: number, look: Look): string {
  return MARGIN + paint(`… at it for ${Math.round(ms / 1000)} s`, "dim", look);
}

export function summary({ ok, steps, secretsInState, leftOver }: Report, look: Look): string[] {
  const failed = steps.flatMap((step, index) => (step.ok ? [] : [`${MARGIN}${index + 1}  ${step.name}`]));
  const total = (key: "ms" | "requests") => steps.reduce((sum, step) => sum + step[key], 0);
  const verdict = ok ? paint("All checks passed.", "green", look) : paint("Some checks failed.", "red", look);
  return [
    "",
    `${verdict} ${counted(steps.length - failed.length, "step")} of ${steps.length} in ${seconds(total("ms"))}; ` +
      `${counted(total("requests"), "request")} sent by the provider; ${counted(leftOver, "object")} left behind; ` +
      `${counted(secretsInState, "secret")} in plain text.`,
    ...(failed.length > 0 ? ["Failed:", ...failed] : []),
  ];
}

export function seconds(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** @param indent before each line but the first */
export function wrap(text: string, width: number, indent = ""): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line.trim() !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent + word;
    } else line += line.trim() === "" ? word : ` ${word}`;
  }
  return [...lines, line];
}

export function paint(text: string, colour: keyof typeof CODES, look: Look): string {
  const [on, off] = CODES[colour];
  return look.colour ? `\u001b[${on}m${text}\u001b[${off}m` : text;
}

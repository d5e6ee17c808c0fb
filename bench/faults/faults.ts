import type { FaultRule, LoggedRequest } from "../../sandbox/client";

/** A request of a clean run, with the step of the engine that sent it. */
export interface Seen extends Pick<LoggedRequest, "side" | "method" | "path"> {
  step: string;
}

/** One fault at one place of one operation. */
export interface Cell {
  fault: FaultName;
  /** The place in the log of the clean run; of a step whose result is not recorded, that of its last request. */
  at: number;
  step: string;
  /** As shown: `okta POST /oauth2/v1/clients #1`. */
  request: string;
}

type Fault = NonNullable<FaultRule["fault"]>;
type FaultName = keyof typeof FAULTS;

interface FaultKind {
  /** What the request meets; `now` in epoch seconds. */
  fault(seen: Seen, now: number): Fault;
  /** `once`: only this request, and there is time to try again. `on`: all of its kind, from this one to the end of the command. */
  lasts: "once" | "on";
  /** What every later request meets too, whatever it is. */
  later?: Fault;
  /** Requests that it makes sense for. */
  where?(seen: Seen): boolean;
  /** Proves that the request was not carried out: a create that it ends leaves nothing behind. */
  refuses?: true;
  /** SIGKILL when the request is there: for the provider process, or for the engine. */
  kills?: "provider" | "engine";
}

const status =
  (code: number, headers?: (now: number) => Record<string, string>) =>
  (seen: Seen, now: number): Fault => {
    const body = {
      workato: { message: "no" },
      okta: { errorCode: OKTA_CODES[code] ?? "E0000009", errorSummary: "no" },
      keycloak: { error: `HTTP ${code}` },
    }[seen.side];
    return { kind: "status", status: code, body, ...(headers && { headers: headers(now) }) };
  };
const OKTA_CODES: Record<number, string> = { 401: "E0000011", 403: "E0000006", 429: "E0000047" };
const always = (fault: Fault) => () => fault;
const registration = ({ method, path }: Seen) =>
  (method === "POST" || method === "PUT") && /\/oauth2\/v1\/clients|\/credentials\/secrets$/.test(path);
const UNAVAILABLE: Fault = { kind: "status", status: 503, body: {} };
/** Longer than any cell. */
const EVER = 60_000;
/** For an engine to be dead before the answer is there, which its provider still gets. */
const A_MOMENT = 500;

const FAULTS = {
  refused: { fault: ({ side }) => ({ kind: "refuse", side, ms: EVER }), lasts: "on" },
  "reset before": { fault: always({ kind: "reset-before" }), lasts: "once" },
  "reset before, on": { fault: always({ kind: "reset-before" }), lasts: "on" },
  "reset after": { fault: always({ kind: "reset-after" }), lasts: "once" },
  "reset after, on": { fault: always({ kind: "reset-after" }), lasts: "on" },
  "reset after, then nothing": {
    fault: always({ kind: "reset-after" }),
    lasts: "once",
    later: { kind: "reset-before" },
  },
  hang: { fault: always({ kind: "hang" }), lasts: "once" },
  "hang, on": { fault: always({ kind: "hang" }), lasts: "on" },
  "429": { fault: status(429), lasts: "once" },
  "429, on": { fault: status(429), lasts: "on" },
  "429 Retry-After": { fault: status(429, () => ({ "retry-after": "0.2" })), lasts: "once" },
  "429 Retry-After, on": { fault: status(429, () => ({ "retry-after": "5" })), lasts: "on" },
  "429 reset": { fault: status(429, resetIn(0.3)), lasts: "once", where: ({ side }) => side === "okta" },
  "429 reset, on": { fault: status(429, resetIn(5)), lasts: "on", where: ({ side }) => side === "okta" },
  "500, on": { fault: status(500), lasts: "on" },
  "502, on": { fault: status(502), lasts: "on" },
  "503": { fault: status(503), lasts: "once" },
  "503, on": { fault: status(503), lasts: "on" },
  "503, then nothing": { fault: always(UNAVAILABLE), lasts: "once", later: UNAVAILABLE },
  "401, on": { fault: status(401), lasts: "on", refuses: true },
  "403, on": { fault: status(403), lasts: "on", refuses: true },
  malformed: { fault: always({ kind: "malformed" }), lasts: "once" },
  "malformed, on": { fault: always({ kind: "malformed" }), lasts: "on" },
  "no client_secret": {
    fault: always({ kind: "rewrite", remove: ["client_secret"] }),
    lasts: "once",
    where: registration,
  },
  "an answer for nothing that is there": {
    fault: always({ kind: "status", status: 201, body: { client_id: "0oaOfNobody", client_name: "Orders" } }),
    lasts: "once",
    where: ({ step, method, path }) => step.startsWith("create") && method === "POST" && path.endsWith("/v1/clients"),
  },
  "other metadata": {
    fault: always({
      kind: "rewrite",
      set: { token_endpoint_auth_method: "client_secret_post", logo_uri: "https://example.com/" },
    }),
    lasts: "once",
    where: registration,
  },
  "other issuer": {
    fault: always({ kind: "rewrite", set: { issuer: "https://example.com" } }),
    lasts: "once",
    where: ({ path }) => path.includes("/.well-known/"),
  },
  "kill -9 before": { fault: always({ kind: "hang" }), lasts: "once", kills: "provider" },
  "kill -9 after": { fault: always({ kind: "delay", ms: EVER }), lasts: "once", kills: "provider" },
  "kill -9 of the engine": { fault: always({ kind: "delay", ms: A_MOMENT }), lasts: "once", kills: "engine" },
} satisfies Record<string, FaultKind>;

/** Every fault at every request of a clean run, and the death of the engine before it has recorded the result of a step. */
export function deriveCells(log: readonly Seen[]): Cell[] {
  return log.flatMap((seen, at) => {
    const request = `${seen.side} ${seen.method} ${seen.path} #${earlier(log, at) + 1}`;
    const ends = log[at + 1]?.step !== seen.step;
    return Object.entries(FAULTS as Record<string, FaultKind>)
      .filter(([, { where, kills }]) => (where?.(seen) ?? true) && (ends || kills !== "engine"))
      .map(([name]): Cell => ({ fault: name as FaultName, at, step: seen.step, request }));
  });
}

/** Whether a process dies, and what it has not told is not told at all. */
export const isDeath = ({ fault }: Pick<Cell, "fault">) => "kills" in FAULTS[fault];

export function nameOf(operation: { name: string }, { step, request, fault }: Cell): string {
  return [operation.name, step, request, fault].join(" | ");
}

/** So many of a list, evenly spread; another seed takes other ones. */
export function sample<T>(list: readonly T[], count: number, seed: number): T[] {
  if (count >= list.length) return [...list];
  const stride = list.length / count;
  const first = (seed * GOLDEN) % 1;
  return Array.from({ length: count }, (_, index) => list[Math.floor((index + first) * stride)]).flatMap(
    (it) => it ?? [],
  );
}

/** Multiples of it lie as evenly as can be. */
const GOLDEN = 0.618034;

/** How a cell is set up: what to arm, what to kill, and how long the provider is to try. */
export interface Plan {
  rules: FaultRule[];
  kills: FaultKind["kills"];
  refuses: boolean;
  retryTotalSeconds: number;
}

/** @param now epoch seconds */
export function planOf({ fault: name, at }: Cell, log: readonly Seen[], now: number): Plan {
  const seen = log[at];
  if (!seen) throw new Error(`the clean run has no request ${at}`);
  const kind: FaultKind = FAULTS[name];
  const fault = kind.fault(seen, now);
  const common = {
    kills: kind.kills,
    refuses: kind.refuses ?? false,
    retryTotalSeconds: kind.lasts === "on" ? HASTY : PATIENT,
  };
  // What refuses a request begins after the one before it; the first one counts after one of the bench itself.
  if (fault.kind === "refuse") return { ...common, rules: [{ after: at, fault }] };
  const times = kind.lasts === "on" ? MANY : 1;
  const pattern = { side: seen.side, method: seen.method, path: patternOf(seen.path) };
  const rules: FaultRule[] = [{ ...pattern, after: earlier(log, at), times, fault }];
  if (kind.later) rules.push({ after: at + 1, times: MANY, fault: kind.later });
  return { ...common, rules };
}

const MANY = 1000;
/** Enough to try again, and too little for that. */
const PATIENT = 2;
const HASTY = 0.2;

/** How many requests of the same kind come before. */
function earlier(log: readonly Seen[], at: number): number {
  const same = (a: Seen | undefined, b: Seen | undefined) =>
    a?.side === b?.side && a?.method === b?.method && patternOf(a?.path ?? "") === patternOf(b?.path ?? "");
  return log.slice(0, at).filter((seen) => same(seen, log[at])).length;
}

/** The path with its ids left open: another run has other ones. */
export function patternOf(path: string): string {
  const segments = path
    .split("/")
    .map((it) => (/^\d+$/.test(it) || /^(?=.*\d)[\w-]{12,}$/.test(it) ? "[^/]+" : it.replaceAll(".", "\\.")));
  return `^${segments.join("/")}$`;
}

function resetIn(seconds: number) {
  return (now: number) => ({
    "x-rate-limit-limit": "100",
    "x-rate-limit-remaining": "0",
    "x-rate-limit-reset": `${now + seconds}`,
  });
}

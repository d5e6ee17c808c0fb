import type { Dispatcher } from "undici";
import { redact } from "../redact";
import { addressOf, baseAddress } from "./address";
import { isSuccess } from "./body";
import { type Answer, type Bucket, type Call, isSafe, type Limits, type Vendor } from "./call";
import { type Clock, sleep, systemClock } from "./clock";
import { leadsElsewhere, toError } from "./error-text";
import type { Facts, MalformedAnswerError } from "./errors";
import { connections, type Exchanged, exchange } from "./exchange";
import { outgoing } from "./outgoing";
import { type Limiter, limiterFor, type Report, type Turn, WORTH_A_LINE_MS } from "./rate";
import { logRequest } from "./request-log";
import { askedFor, type Decision, decide, decideRepeat } from "./retry";
import { unlessStopped } from "./stop";

export type { Answer, Bucket, Call, Limits, Vendor } from "./call";

/** What tests replace. */
interface Surroundings {
  clock: Clock;
  /** In [0, 1). */
  random(): number;
}

/** Sends calls to one vendor: authenticated, paced, retried where that is safe, and with errors that say what to do. */
export class Transport {
  readonly #vendor: Vendor;
  readonly #base: URL;
  readonly #timeoutMs: number;
  readonly #budgetMs: number;
  readonly #connections: () => Dispatcher;
  readonly #log: (line: string) => void;
  readonly #around: Surroundings;

  /** @throws {ConfigurationError} for a base URL that is neither https nor on loopback */
  constructor(
    vendor: Vendor,
    limits: Limits,
    log: (line: string) => void,
    around: Surroundings = { clock: systemClock, random: Math.random },
  ) {
    this.#vendor = vendor;
    this.#base = baseAddress(vendor.name, vendor.baseUrl);
    this.#timeoutMs = Math.round(limits.timeoutSeconds * 1000);
    this.#budgetMs = limits.retryTotalSeconds * 1000;
    this.#connections = connections(this.#base, this.#timeoutMs);
    this.#log = (line) => log(redact(`${vendor.name}: ${line}`));
    this.#around = around;
  }

  /** @throws {ApiError} for every status besides 2xx and `call.accept`, and when no readable answer came */
  async send(call: Call): Promise<Answer> {
    const { method, safe, accept = [] } = call;
    const { clock, random } = this.#around;
    const vendor = this.#vendor;
    const url = addressOf(this.#base, call);
    if (url.origin !== this.#base.origin) throw leadsElsewhere(vendor, method, this.#base, url);

    // What throws after a turn is taken would never give it back.
    const dispatcher = this.#connections();
    const limiter = limiterOf(vendor, this.#base, url, clock);
    const turn: Turn = { ticket: limiter.ticket(), patienceMs: this.#budgetMs, vendor: vendor.name, log: this.#log };
    const endpoint = `${method} ${url.pathname}`;
    const failed = (happened: Exchanged, attempts: number, stopped: string) => {
      const waitToRepeat = this.#waitToRepeat(endpoint, happened, elapsedMs);
      return toError({ vendor, call, url, happened, outcome, attempts, stopped, waitToRepeat });
    };
    let outcome: "not-done" | "unknown" = "not-done";
    let elapsedMs = 0;
    let firstSentAt: number | undefined;

    for (let attempt = 1; ; attempt++) {
      const request = await outgoing(vendor, url, call);
      const wantedAt = clock.now();
      const grant = await unlessStopped(endpoint, limiter.take(turn), (it) => it.go && limiter.done());
      const sentAt = clock.now();
      const tell = (happened?: Exchanged, repeatInMs?: number) => {
        const times = { ms: clock.now() - sentAt, waitedMs: sentAt - wantedAt, repeatInMs };
        logRequest({ side: vendor.name, method, url, happened, attempt, ...times }, this.#log);
      };
      if (!grant.go) {
        tell();
        throw failed(TOO_MANY, attempt - 1, `${askedFor(grant.askedMs)}, so it was not sent`);
      }

      firstSentAt ??= sentAt;
      const happened = await exchange(dispatcher, request, this.#timeoutMs);
      elapsedMs = clock.now() - firstSentAt;
      const decision = decide({ method, safe, attempt, elapsedMs, budgetMs: this.#budgetMs, happened }, random);
      const limited = happened.kind === "answer" && happened.status === 429;
      limiter.done(reportOf(happened, limited ? decision.waitMs : undefined));

      const accepted = happened.kind === "answer" && (isSuccess(happened.status) || accept.includes(happened.status));
      tell(happened, decision.retry && !accepted ? decision.waitMs : undefined);
      if (accepted) {
        const { status, headers, body, requestId } = happened;
        return { status, headers, body, requestId };
      }
      if (!isSafe(call) && mayBeDone(happened)) outcome = "unknown";
      if (!decision.retry) throw failed(happened, attempt, decision.reason);
      // After a 429 everybody waits, at the limiter.
      if (!limited) await this.#wait(decision, endpoint);
    }
  }

  /** The error for an answer that can be read but is not what the endpoint promises, such as one without an id. */
  malformed(call: Call, answer: Answer, reason: string): MalformedAnswerError {
    const url = addressOf(this.#base, call);
    const happened: Exchanged = { kind: "malformed", reason, ...answer };
    return toError({
      vendor: this.#vendor,
      call,
      url,
      happened,
      outcome: isSafe(call) ? "not-done" : "unknown",
      attempts: 1,
      waitToRepeat: this.#waitToRepeat(`${call.method} ${url.pathname}`, happened, 0),
    });
  }

  #waitToRepeat(endpoint: string, happened: Exchanged, elapsedMs: number): Facts["waitToRepeat"] {
    return async (attempt, waitedMs) => {
      const tried = { attempt, elapsedMs: elapsedMs + waitedMs, budgetMs: this.#budgetMs, happened };
      const decision = decideRepeat(tried, this.#around.random);
      if (!decision.retry) return undefined;
      await this.#wait(decision, endpoint);
      return decision.waitMs;
    };
  }

  async #wait({ waitMs, reason }: Decision, endpoint: string): Promise<void> {
    if (waitMs > WORTH_A_LINE_MS) this.#log(`waiting ${Math.ceil(waitMs / 1000)} s to repeat ${endpoint} (${reason})`);
    await unlessStopped(endpoint, sleep(this.#around.clock, waitMs));
  }
}

const TOO_MANY: Exchanged = { kind: "answer", status: 429, headers: {}, body: undefined };

/** For vendors that tell of no limits. */
const ONE_BUCKET: Bucket = { name: "", perMinute: 60 };

function limiterOf({ bucket, requestsPerMinute: given }: Vendor, base: URL, url: URL, clock: Clock): Limiter {
  const { name, perMinute } = bucket?.(url.pathname) ?? ONE_BUCKET;
  const pace = given === undefined ? { perMinute, assumed: true } : { perMinute: given };
  return limiterFor(base.origin, name, pace, clock);
}

function reportOf(happened: Exchanged, refusedForMs: number | undefined): Report | undefined {
  if (!("headers" in happened)) return undefined;
  return { allowance: happened.allowance, refusedForMs, crowded: happened.crowded };
}

/** Only a 4xx and a request that never left prove that nothing was done. */
function mayBeDone(happened: Exchanged): boolean {
  if (happened.kind === "answer") return happened.status < 400 || happened.status >= 500;
  return happened.kind !== "unreachable";
}

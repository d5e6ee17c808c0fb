import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Door } from "./door";
import { type ArmedFault, type Fault, faultRuleSchema, type Side } from "./protocol";

interface Hit {
  side: Side;
  method: string;
  path: string;
}

const NOTICE_MS = 5;

export class Faults {
  #armed: { rule: ArmedFault; seen: number }[] = [];

  arm(rule: unknown): void {
    this.#armed.push({ rule: faultRuleSchema.parse(rule), seen: 0 });
  }

  reset(): void {
    this.#armed = [];
  }

  /** Every armed fault counts the requests that match it; the one armed first wins. */
  take(hit: Hit): Fault | undefined {
    const due = this.#armed.filter(({ rule }) => matches(rule, hit)).filter((armed) => isDue(armed));
    return due[0]?.rule.fault;
  }
}

function matches(rule: ArmedFault, { side, method, path }: Hit): boolean {
  return (
    (rule.side === undefined || rule.side === side) &&
    (rule.method === undefined || rule.method === method) &&
    (rule.path === undefined || new RegExp(rule.path).test(path))
  );
}

function isDue(armed: { rule: ArmedFault; seen: number }): boolean {
  armed.seen += 1;
  return armed.seen > armed.rule.after && armed.seen <= armed.rule.after + armed.rule.times;
}

/** Lets the fault happen around `perform`, which does the request in full. */
export function inflict(
  fault: Fault,
  req: IncomingMessage,
  res: ServerResponse,
  perform: () => void,
  doors: Record<Side, Door>,
): void {
  switch (fault.kind) {
    case "status":
      res.writeHead(fault.status, { "content-type": "application/json", ...fault.headers });
      res.end(fault.body === undefined ? undefined : JSON.stringify(fault.body));
      return;
    case "reset-before":
      req.socket.resetAndDestroy();
      return;
    case "hang":
      return;
    case "reset-after":
      onceDone(res, () => req.socket.resetAndDestroy());
      perform();
      return;
    case "malformed": {
      const broken = () => {
        res.writeHead(res.statusCode === 204 ? 200 : res.statusCode, { "content-type": "application/json" });
        res.end('{"data": [');
      };
      onceDone(res, broken);
      perform();
      return;
    }
    case "rewrite": {
      const rewritten = (body: string) => {
        res.writeHead(res.statusCode, { "content-type": "application/json" });
        res.end(rewrite(body, fault));
      };
      onceDone(res, rewritten);
      perform();
      return;
    }
    case "delay":
      beforeEnd(res, () => sleep(fault.ms));
      perform();
      return;
    case "refuse":
      res.setHeader("connection", "close");
      beforeEnd(res, () => {
        doors[fault.side].shut(fault.ms, req.socket);
        // So that the client has noticed the end of its idle connections when it sends the next request.
        return sleep(NOTICE_MS);
      });
      perform();
      return;
    default:
      fault satisfies never;
  }
}

/** Lets something happen after the request is done and before its answer is complete. */
function beforeEnd(res: ServerResponse, wait: () => Promise<unknown>): void {
  const end = res.end.bind(res);
  res.end = ((...args: Parameters<typeof end>) => {
    void wait().then(() => end(...args));
    return res;
  }) as typeof res.end;
}

function rewrite(body: string, { remove, set }: Extract<Fault, { kind: "rewrite" }>): string {
  const json: unknown = body.startsWith("{") ? JSON.parse(body) : undefined;
  if (json === undefined) return body;
  const kept = Object.entries(json as object).filter(([member]) => !remove.includes(member));
  return JSON.stringify({ ...Object.fromEntries(kept), ...set });
}

/** Keeps the answer back: when it is complete, `then` decides what goes out instead. */
function onceDone(res: ServerResponse, then: (body: string) => void): void {
  const { writeHead, end } = res;
  res.writeHead = ((status: number) => {
    res.statusCode = status;
    return res;
  }) as typeof res.writeHead;
  res.end = ((body?: unknown) => {
    res.writeHead = writeHead;
    res.end = end;
    then(typeof body === "string" || Buffer.isBuffer(body) ? `${body}` : "");
    return res;
  }) as typeof res.end;
}

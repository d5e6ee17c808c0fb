import { randomUUID } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { inflict } from "./faults";
import type { Allowance } from "./limits";
import { INTERNAL_HEADER, INTERNAL_SECRET } from "./outbound";
import type { Side } from "./protocol";
import type { World } from "./world";

/** How a vendor marks its answers, and how it says that there were too many requests. */
export interface Manners {
  side: Side;
  requestIdHeader?: string;
  limitHeaders(allowance: Allowance, now: number): Record<string, string>;
  tooMany: unknown;
}

/** Stands before a listener's routes: request id, log, latency, faults and limits, for what comes from outside. */
export function front(world: World, manners: Manners, handler: RequestListener): RequestListener {
  return (req, res) => {
    if (manners.requestIdHeader !== undefined) res.setHeader(manners.requestIdHeader, randomUUID());
    const url = new URL(req.url ?? "/", "http://sandbox");
    if (isOwn(req, manners.side, url.pathname)) handler(req, res);
    else void serve(world, manners, handler, req, res, url);
  };
}

function isOwn(req: IncomingMessage, side: Side, path: string): boolean {
  return (
    req.headers[INTERNAL_HEADER] === INTERNAL_SECRET || (side === "workato" && /^\/(_sandbox|gateway)(\/|$)/.test(path))
  );
}

async function serve(
  world: World,
  manners: Manners,
  handler: RequestListener,
  req: IncomingMessage,
  res: ServerResponse,
  url: URL,
): Promise<void> {
  const { side } = manners;
  const method = req.method ?? "GET";
  const entry = world.log.add(side, method, url);
  let performed = false;
  res.once("close", world.limits.enter(side));
  res.once("close", () => {
    if (performed || res.headersSent) entry.status = res.statusCode;
  });
  if (world.latencyMs > 0) await sleep(world.latencyMs);

  const perform = () => {
    performed = true;
    const now = Date.now();
    const allowance = world.limits.take(side, url.pathname, now);
    for (const [name, value] of Object.entries(manners.limitHeaders(allowance, now))) res.setHeader(name, value);
    if (allowance.allowed) return handler(req, res);
    res.writeHead(429, { "content-type": "application/json" });
    res.end(JSON.stringify(manners.tooMany));
  };
  const fault = world.faults.take({ side, method, path: url.pathname });
  if (fault) inflict(fault, req, res, perform, world.doors);
  else perform();
}

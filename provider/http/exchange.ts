import { EventEmitter } from "node:events";
import type { Dispatcher } from "undici";
import { ConfigurationError } from "../errors";
import { isLoopback } from "./address";
import { parseBody, readText } from "./body";
import type { Answer } from "./call";
import type { Outgoing } from "./outgoing";
import { readLimits, type Said } from "./rate-headers";

/** How one attempt ended. */
export type Exchanged =
  | ({ kind: "answer" } & Answer & Said)
  /** `status` is missing when not even the head could be read. */
  | ({ kind: "malformed"; reason: string } & Partial<Answer> & Said)
  | { kind: "timeout" | "lost"; reason: string }
  | { kind: "unreachable"; reason: string; passing: boolean };

/** A host that takes longer than this to accept a connection will not. */
const CONNECT_MS = 10_000;
const REQUEST_IDS = ["x-request-id", "x-okta-request-id", "x-correlation-id"];
const PASSING =
  /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|UND_ERR_.*TIMEOUT|UND_ERR_SOCKET)$/;

/** Not before something is sent, unless a proxy is to be checked: a preview without changes sends nothing. */
const undici = (): typeof import("./undici") => require("./undici");
const wholeUndici = (): typeof import("undici") => require("undici");

/**
 * The connections to one service, made when they are first needed: through HTTP(S)_PROXY unless NO_PROXY names it or it is on
 * this machine.
 * @throws {ConfigurationError} at once for a proxy that cannot be one
 */
export function connections(base: URL, timeoutMs: number): () => Dispatcher {
  const connectMs = Math.min(timeoutMs, CONNECT_MS);
  let made: Dispatcher | undefined;
  const isProxied = () => !isLoopback(base) && PROXIES.some((name) => process.env[name]);
  const get = () => {
    made ??= isProxied() ? throughProxy(connectMs) : direct(connectMs);
    return made;
  };
  if (isProxied()) get();
  return get;
}

const PROXIES = ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"];

function direct(connectMs: number): Dispatcher {
  const { Agent } = undici();
  return new Agent({ connect: { timeout: connectMs } });
}

function throughProxy(connectMs: number): Dispatcher {
  const { EnvHttpProxyAgent, Pool } = wholeUndici();
  /** Where a proxy closes the connection at CONNECT, Undici itself tries again at once, without an end: of no other error it does that. */
  class Tunnels extends Pool {
    override async connect(options: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData> {
      return super.connect(options).catch((error: unknown) => {
        throw asError(error).code === "UND_ERR_SOCKET" ? closedByProxy(error) : error;
      });
    }
  }
  try {
    return new EnvHttpProxyAgent({
      connect: { timeout: connectMs },
      // Undici itself gives a proxy five minutes to answer CONNECT.
      clientFactory: (proxy, options) => new Tunnels(proxy, { ...options, headersTimeout: connectMs }),
    });
  } catch {
    throw new ConfigurationError(
      "HTTPS_PROXY or HTTP_PROXY in the environment is not a URL",
      "Set it to one such as http://proxy.example.com:3128, or unset it.",
    );
  }
}

const closedByProxy = (cause: unknown) =>
  Object.assign(new Error("the proxy closed the connection", { cause }), { code: "ECONNRESET" });

const TOO_LATE = { name: "TimeoutError" };

/** Sends one request, once; never throws. Redirects are not followed. */
export async function exchange(dispatcher: Dispatcher, outgoing: Outgoing, timeoutMs: number): Promise<Exchanged> {
  let sent = false;
  let late = false;
  // Not AbortSignal.timeout(): its weak references keep each request in memory until the next full garbage collection.
  const deadline = new EventEmitter();
  // Undici ends by it only what it has begun to send.
  const isLate = new Promise<never>((_, reject) => deadline.once("abort", () => reject(TOO_LATE)));
  const timer = setTimeout(() => {
    late = true;
    deadline.emit("abort");
  }, timeoutMs);
  try {
    const sending = dispatcher.compose(
      tellWhenSent(() => {
        sent = true;
      }),
    );
    const { origin, pathname, search } = outgoing.url;
    const request = undici().request.call(sending, {
      origin,
      path: `${pathname}${search}`,
      method: outgoing.method,
      headers: outgoing.headers,
      body: outgoing.body,
      // One deadline for all of it, a body that comes in drips included, in place of undici's for its parts.
      signal: deadline,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const answer = await Promise.race([request, isLate]);
    const headers = flat(answer.headers);
    const requestId = REQUEST_IDS.map((name) => headers[name]).find(Boolean);
    const status = answer.statusCode;
    const head = { status, headers, requestId, ...readLimits({ status, headers }, Date.now()) };
    const parsed = parseBody(await readText(answer.body, status), status);
    return "problem" in parsed
      ? { kind: "malformed", reason: parsed.problem, ...head }
      : { kind: "answer", body: parsed.body, ...head };
  } catch (error) {
    return whatHappened(late ? TOO_LATE : error, sent, timeoutMs);
  } finally {
    clearTimeout(timer);
  }
}

/** Pure. An error of undici or of Node's sockets; whether the request was sent tells a lost call from one that never was. */
export function whatHappened(error: unknown, sent: boolean, timeoutMs: number): Exchanged {
  const { name, message, code } = asError(error);
  const isTimeout = name === "TimeoutError";
  const reason = message || code || (isTimeout ? `no connection within ${timeoutMs / 1000} s` : "unknown error");
  if (!sent) return { kind: "unreachable", reason, passing: PASSING.test(code) || isTimeout };
  if (isTimeout) return { kind: "timeout", reason: `no complete answer within ${timeoutMs / 1000} s` };
  if (name === "HTTPParserError" || code === "UND_ERR_HEADERS_OVERFLOW")
    return { kind: "malformed", reason: "it is not HTTP" };
  return { kind: "lost", reason };
}

function asError(error: unknown): { name: string; message: string; code: string } {
  const { name = "", message = "", code = "" } = Object(error);
  return { name: `${name}`, message: `${message}`, code: `${code}` };
}

/** Undici starts a request on a connection only once that is there, and writes it right after. */
function tellWhenSent(sent: () => void): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart: (controller, context) => {
        handler.onRequestStart?.(controller, context);
        if (!controller.aborted) sent();
      },
      onResponseStart: (...args) => handler.onResponseStart?.(...args),
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
    });
}

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value]],
    ),
  );
}

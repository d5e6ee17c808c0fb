import type { Dispatcher, Agent as UndiciAgent } from "undici";

/*
 * What sends requests, of Undici. Its index loads its `fetch`, web sockets, caches and mocks as well: five times the time, and 8 MB. That
 * these files are where they are is not promised, hence the fixed minor version in `package.json`. Proxies need the index.
 */
export const Agent: typeof UndiciAgent = require("undici/lib/dispatcher/agent");

type Request = (
  this: Dispatcher,
  options: Dispatcher.RequestOptions & { origin: string },
) => Promise<Dispatcher.ResponseData>;

export const request: Request = require("undici/lib/api/api-request");

import { setFlagsFromString } from "node:v8";

/**
 * For a process that hosts the provider and nothing else. Calls that wait for an answer of a vendor make the engine that runs JavaScript
 * believe that what they are made of lives long: it then puts all of it where only a full collection finds it, 60 KB for each client. And
 * it compiles the HTTP parser, which is WebAssembly, a second time after some calls, which takes 30 MB (Node 20), to be faster where
 * nobody waits.
 *
 * @see https://nodejs.org/api/v8.html#v8setflagsfromstringflags
 */
export function spareMemory(): void {
  setFlagsFromString("--no-allocation-site-pretenuring");
  setFlagsFromString("--liftoff-only");
}

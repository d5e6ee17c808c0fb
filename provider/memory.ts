import { setFlagsFromString } from "node:v8";

/**
 * For a process that hosts providers, never for one that runs a program. Calls that wait for a vendor's answer make V8 believe that what they are
 * made of lives long: it then puts all of it where only a full collection finds it, 60 KB for each client. And after some calls it compiles
 * the HTTP parser, which is WebAssembly, a second time, to be faster where nobody waits; that takes 30 MB (Node 20). Neither setting changes
 * what code does: other dynamic providers in Pulumi's host see only other pauses. What a version of Node does not know, it passes over.
 *
 * @see https://nodejs.org/api/v8.html#v8setflagsfromstringflags
 */
export function spareMemory(): void {
  setFlagsFromString("--no-allocation-site-pretenuring");
  setFlagsFromString("--liftoff-only");
}

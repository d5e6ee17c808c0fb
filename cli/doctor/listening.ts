import { readLimits } from "../../provider/http/rate-headers";
import { type Answer, type Call, Transport } from "../../provider/http/transport";

/** What the head of an answer told besides. */
export interface Heard {
  /** Such as `GET /oauth2/v1/clients`. */
  endpoint: string;
  /** How many calls a minute the vendor allows, and how many are left of them. */
  allowance?: { limit: number; remaining: number } | undefined;
  /** Milliseconds by which the clock here is ahead of the vendor's, to within a second. */
  aheadMs?: number | undefined;
}

/** A transport that keeps what answers tell about limits and time. */
export class ListeningTransport extends Transport {
  readonly heard: Heard[] = [];

  override async send(call: Call): Promise<Answer> {
    const answer = await super.send(call);
    const now = Date.now();
    const theirs = Date.parse(answer.headers.date ?? "");
    this.heard.push({
      endpoint: `${call.method} ${new URL(call.path, "http://path").pathname}`,
      allowance: readLimits(answer, now).allowance,
      ...(Number.isFinite(theirs) && { aheadMs: now - theirs }),
    });
    return answer;
  }
}

import type { Door } from "./door";
import type { Faults } from "./faults";
import type { Realm } from "./keycloak/model";
import type { RateLimits } from "./limits";
import type { RequestLog } from "./log";
import type { OrgSettings } from "./okta/org-settings";
import type { SandboxInfo, Side } from "./protocol";
import type { Store } from "./store";

export interface Switches {
  /** Whether Workato has the assumed endpoints and fields. */
  storeEndpoints: boolean;
  idp: "okta" | "rfc7591";
  latencyMs: number;
}

/** What every part of the sandbox shares. */
export interface World extends Switches {
  info: SandboxInfo;
  store: Store;
  log: RequestLog;
  faults: Faults;
  limits: RateLimits;
  org: OrgSettings;
  realm: Realm;
  doors: Record<Side, Door>;
}

import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Transport } from "../../http/transport";
import { rememberSecrets } from "../../redact";
import { Batch } from "../batch";
import { linkedPages } from "../paging";
import { SharedList } from "../shared-list";
import { ask, optional, readBody } from "../wire";

const PATH = "/api/v1/apps";
const PAGE = 200;
/** Up to so many apps are read one by one. */
const FEW = 3;

const oauthSettings = z.object({
  application_type: optional(z.string()),
  grant_types: optional(z.array(z.string())),
  response_types: optional(z.array(z.string())),
  logo_uri: optional(z.string()),
  jwks: optional(z.object({ keys: z.array(z.record(z.string(), z.unknown())) })),
  jwks_uri: optional(z.string()),
});
const app = z.object({
  id: z.string(),
  label: z.string(),
  status: z.string(),
  created: optional(z.string()),
  profile: optional(z.record(z.string(), z.unknown())),
  credentials: optional(
    z.object({ oauthClient: optional(z.object({ token_endpoint_auth_method: optional(z.string()) })) }),
  ),
  settings: optional(z.object({ oauthClient: optional(z.object(oauthSettings.shape)) })),
});

/** An app as far as it is of interest; of an OIDC app, the id is the client id. */
export type OktaApp = z.output<typeof app>;

/** Of a PUT, the answer shows the secret. */
const shown = z.object({ credentials: z.object({ oauthClient: z.object({ client_secret: z.string() }) }) });

const section = z.looseObject({ oauthClient: optional(z.looseObject({})) });
const whole = z.looseObject({
  label: z.string(),
  profile: app.shape.profile,
  credentials: optional(section),
  settings: optional(section),
});

/** An app with all that it has. */
export type WholeApp = z.output<typeof whole>;

/** What Okta sets itself and refuses, or ignores, in a PUT. */
const READ_ONLY = [
  "id",
  "orn",
  "status",
  "created",
  "lastUpdated",
  "features",
  "universalLogout",
  "_links",
  "_embedded",
];

/** The apps of an Okta org: https://developer.okta.com/docs/api/openapi/okta-management/management/tag/Application/ */
export class OktaApps {
  private readonly shared = new SharedList(() => linkedPages(this.http, `${PATH}?limit=${PAGE}`, app));
  private readonly batch = new Batch<OktaApp>(
    FEW,
    (id) => this.one(id),
    // A miss is asked for by its id: the list may have changed while it was paged.
    async (id) => (await this.shared.find(id)) ?? this.one(id),
  );

  constructor(private readonly http: Transport) {}

  /** `undefined` when the app is gone. Many reads at a time share one list. */
  read(id: string): Promise<OktaApp | undefined> {
    return this.batch.read(id);
  }

  list(): Promise<OktaApp[]> {
    return this.shared.get();
  }

  /** Whether any app has the attribute in its profile. */
  async anyHas(attribute: string): Promise<boolean> {
    return (await this.shared.get()).some(({ profile }) => profile?.[attribute]);
  }

  /** Runs a write that concerns apps, after which their list is stale. */
  change<R>(write: () => Promise<R>): Promise<R> {
    return this.shared.change(write);
  }

  /**
   * Changes an app. PUT resets what it leaves out, the profile too, so the app is read and written whole; where nothing changes, it is
   * not written.
   * @param id the app's id, which is the client id of its OAuth client
   */
  async replace(id: string, change: (found: WholeApp) => WholeApp): Promise<void> {
    const path = appPath(id);
    // Kept as it is, since what is not known here must go back unchanged.
    const found = await ask(this.http, { method: "GET", path }, whole);
    const writable = Object.fromEntries(Object.entries(found).filter(([key]) => !READ_ONLY.includes(key)));
    const json = change(writable as WholeApp);
    if (isDeepStrictEqual(json, writable)) return;
    const answer = await this.change(() => this.http.send({ method: "PUT", path, json }));
    rememberSecrets(shown.safeParse(answer.body).data?.credentials.oauthClient.client_secret);
  }

  /** An app that is active already stays so. */
  async activate(id: string): Promise<void> {
    const found = await this.one(id);
    if (found === undefined || found.status === "ACTIVE") return;
    await this.change(() => this.http.send({ method: "POST", path: `${appPath(id)}/lifecycle/activate` }));
  }

  private async one(id: string): Promise<OktaApp | undefined> {
    const call = { method: "GET" as const, path: appPath(id), accept: [404] };
    const answer = await this.http.send(call);
    return answer.status === 404 ? undefined : readBody(this.http, call, answer, app);
  }
}

const appPath = (id: string) => `${PATH}/${encodeURIComponent(id)}`;

import { z } from "zod";
import type { Transport } from "../../http/transport";
import { Listing, onePage } from "../listing";
import { linkedPages } from "../paging";
import { SharedList } from "../shared-list";
import { ask } from "../wire";

const claim = z.object({
  id: z.string(),
  name: z.string(),
  value: z.string().nullish(),
  valueType: z.string(),
  claimType: z.string(),
  status: z.string(),
  conditions: z.object({ scopes: z.array(z.string()).nullish() }).nullish(),
});

/** A custom claim of an authorization server. Without scopes, it goes into every access token. */
export type Claim = z.output<typeof claim>;

const scope = z.object({ id: z.string(), name: z.string(), consent: z.string().nullish() });

/** Of a custom authorization server; `consent` is `REQUIRED`, `FLEXIBLE` or `IMPLICIT`. */
export type Scope = z.output<typeof scope>;

const filter = z.object({ include: z.array(z.string()).nullish() }).nullish();
const policy = z.object({
  id: z.string(),
  status: z.string(),
  conditions: z.object({ clients: filter }).nullish(),
});
const rule = z.object({
  id: z.string(),
  status: z.string(),
  conditions: z
    .object({
      people: z.object({ groups: filter }).nullish(),
      grantTypes: filter,
      scopes: filter,
    })
    .nullish(),
});

export type AccessPolicy = z.output<typeof policy> & { rules: z.output<typeof rule>[] };

/** A custom authorization server: https://developer.okta.com/docs/api/openapi/okta-management/management/tag/AuthorizationServer/ */
export class AuthorizationServer {
  private readonly path: string;
  /** The scopes for previews, by their names. */
  readonly knownScopes = new SharedList(() =>
    onePage(this.scopes().then((all) => all.map(({ name }) => ({ id: name, name })))),
  );

  /** @param id such as `default`; the org server has no custom claims, scopes or policies */
  constructor(
    private readonly http: Transport,
    readonly id: string,
  ) {
    this.path = `/api/v1/authorizationServers/${encodeURIComponent(id)}`;
  }

  /** The issuer of its tokens: at the org's own domain, or at a custom one. */
  async issuer(): Promise<string> {
    return (await ask(this.http, { method: "GET", path: this.path }, z.object({ issuer: z.string() }))).issuer;
  }

  scopes(): Promise<Scope[]> {
    return this.list("/scopes", scope);
  }

  async policies(): Promise<AccessPolicy[]> {
    const policies = await this.list("/policies", policy);
    return Promise.all(
      policies.map(async (it) => ({ ...it, rules: await this.list(`/policies/${it.id}/rules`, rule) })),
    );
  }

  claims(): Promise<Claim[]> {
    return this.list("/claims", claim);
  }

  /** A claim of access tokens whose value is an expression, for tokens of the given scopes; of all where there are none. */
  createClaim(name: string, expression: string, scopes: readonly string[]): Promise<Claim> {
    const json = claimBody(name, expression, scopes);
    return ask(this.http, { method: "POST", path: `${this.path}/claims`, json }, claim);
  }

  updateClaim(id: string, name: string, expression: string, scopes: readonly string[]): Promise<Claim> {
    const json = claimBody(name, expression, scopes);
    return ask(this.http, { method: "PUT", path: `${this.path}/claims/${id}`, json }, claim);
  }

  /** A claim that is gone already is deleted. */
  async deleteClaim(id: string): Promise<void> {
    await this.http.send({ method: "DELETE", path: `${this.path}/claims/${id}`, accept: [404] });
  }

  private list<T extends z.ZodType<{ id: string }>>(suffix: string, row: T): Promise<z.output<T>[]> {
    return new Listing(linkedPages(this.http, `${this.path}${suffix}`, row)).all();
  }
}

function claimBody(name: string, expression: string, scopes: readonly string[]) {
  return {
    name,
    status: "ACTIVE",
    claimType: "RESOURCE",
    valueType: "EXPRESSION",
    value: expression,
    alwaysIncludeInToken: true,
    conditions: { scopes: [...scopes].sort() },
  };
}

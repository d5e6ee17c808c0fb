import * as workato from "pulumi-workato-dcr";
import { type Engine, outputsOf } from "../engine/support";
import { Conversation, claimsIn, type RealmAccess } from "./conversation";

export const NAMES = ["orders", "billing", "stock"];

interface Wish {
  provider?: Partial<workato.DcrProviderArgs>;
  clients?: Record<string, Partial<workato.ApiClientArgs>>;
}

/** A client as Keycloak holds it. */
interface Held {
  id: string;
  name: string;
  attributes: Record<string, string>;
  protocolMappers: { name: string; config: object }[];
}

/**
 * A stack whose clients are at a realm. What is done by hand is done by the admin API, which Keycloak and what stands in for it have.
 */
export class Life {
  readonly talk: Conversation;

  private constructor(
    private readonly engine: Engine,
    readonly realm: RealmAccess,
  ) {
    this.talk = new Conversation(realm);
  }

  /** @param more settings of the identity provider */
  static async begin(engine: Engine, realm: RealmAccess, more: object = {}): Promise<Life> {
    const { issuer, clientId, clientSecret } = realm;
    const value = JSON.stringify({ kc: { type: "keycloak", issuer, clientId, clientSecret, ...more } });
    await engine.workspace.configure({ "workato-dcr:identityProviders": { value, secret: true } });
    const life = new Life(engine, realm);
    await life.talk.begin();
    return life;
  }

  program({ provider = {}, clients = three({}) }: Wish = {}) {
    return async () => {
      const args = { name: "Keycloak", authenticationMethod: "oidc", identityProvider: "kc", ...provider } as const;
      const dcrProvider = new workato.DcrProvider("provider", args);
      for (const [name, more] of Object.entries(clients)) {
        new workato.ApiClient(name, { name, apiCollectionIds: [1], dcrProvider, ...more });
      }
    };
  }

  async outputs(name: string) {
    return (await outputsOf(this.engine.workspace, name)) as Record<string, string>;
  }

  /** What the gateway answers to a token that was fetched with the credentials; the 4xx of Keycloak where it gives none. */
  async call(credentials: Record<string, string>): Promise<number> {
    const { clientId, clientSecret } = credentials;
    const answer = await this.talk.token(String(clientSecret), { clientId: String(clientId) });
    if (answer.status !== 200) return answer.status;
    return (await this.engine.sandbox.gateway(1, String(answer.body?.access_token))).status;
  }

  /** The same of all three. */
  calls() {
    return Promise.all(NAMES.map(async (name) => this.call(await this.outputs(name))));
  }

  /** The claims of a token of a resource's client. */
  async claims(name: string): Promise<Record<string, unknown>> {
    const { clientId, clientSecret } = await this.outputs(name);
    return claimsIn(await this.talk.token(String(clientSecret), { clientId: String(clientId) }));
  }

  /** The client of a resource. */
  async held(name: string): Promise<Held> {
    const { body } = await this.talk.admin("GET", `/clients?clientId=${(await this.outputs(name)).clientId}`);
    return (body as Held[])[0] as Held;
  }

  async byHand(name: string, change: object): Promise<void> {
    expect(await this.talk.admin("PUT", `/clients/${(await this.held(name)).id}`, change)).toMatchObject({
      status: 204,
    });
  }

  /** The names of all clients that the stack may have registered. */
  async listed(): Promise<string[]> {
    const { body } = await this.talk.admin("GET", "/clients?clientId=pulumi-&search=true&first=0&max=100");
    return (body as { name: string }[]).map(({ name }) => name).sort();
  }
}

/** Three clients, with what some of them have besides. */
export function three(more: Record<string, Partial<workato.ApiClientArgs>>): Required<Wish>["clients"] {
  return Object.fromEntries(NAMES.map((name) => [name, more[name] ?? {}]));
}

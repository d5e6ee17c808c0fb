import { z } from "zod";
import type { Transport } from "../../http/transport";
import { onePage } from "../listing";
import { SharedList } from "../shared-list";
import { ask } from "../wire";

const scope = z.object({ name: z.string() });

/** The client scopes that new clients of a realm have, whether tokens always carry them or only when asked for. */
export class KeycloakClientScopes {
  readonly known = new SharedList(() =>
    onePage(this.ofNewClients().then((names) => names.map((name) => ({ id: name, name })))),
  );

  constructor(private readonly http: Transport) {}

  async ofNewClients(): Promise<string[]> {
    const lists = ["/default-default-client-scopes", "/default-optional-client-scopes"].map((path) =>
      ask(this.http, { method: "GET", path }, z.array(scope)),
    );
    return (await Promise.all(lists)).flat().map(({ name }) => name);
  }
}

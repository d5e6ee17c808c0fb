import { resolve } from "node:path";
import { createServices } from "../../provider/create-services";
import { markIn } from "../../provider/mark";
import { redact } from "../../provider/redact";
import type { Services } from "../../provider/services";
import { type Command, parseOptions } from "../command";
import { readConfiguration } from "../stack-config";
import { type Client, pair } from "./pair";

const DEFAULT = "okta";

export const importFile: Command = {
  usage: "import-file [--stack NAME] [--cwd DIR]",
  summary:
    "prints, for pulumi import --file, the API clients of the workspace that carry no mark of this package, each with the client at " +
    "the identity provider that its key binds; it changes nothing",
  details: [
    "  --stack NAME   the stack whose configuration is used; the selected one unless named",
    "  --cwd DIR      the folder of the project",
    "",
    "Of which client Workato does not tell the one at the identity provider, standard error lists it.",
  ].join("\n"),

  async run(args) {
    const options = parseOptions(args, { stack: { type: "string" }, cwd: { type: "string", default: "." } });
    const { stack, env } = await readConfiguration({ cwd: resolve(options.cwd), stack: options.stack }, process.env);
    const services = createServices(stack, env, (text) => console.error(redact(text)));
    const { resources, unpaired } = pair(await unmarkedClients(services));
    for (const { id, name } of unpaired) {
      console.error(
        `API client ${id} (${JSON.stringify(name)}): nothing tells which client at the identity provider it has. ` +
          `Add it by hand, with the id "${id}/<clientId>"`,
      );
    }
    console.log(JSON.stringify({ resources }, undefined, 2));
    return 0;
  },
};

async function unmarkedClients(services: Services): Promise<Client[]> {
  const clients = (await services.apiClients.list()).filter(({ description }) => markIn(description) === undefined);
  const seen: Client[] = [];
  for (const { id, name } of clients) {
    const keys = (await services.apiKeys.of(id)).filter((key) => markIn(key.name) === undefined);
    const bound = keys.map(async (key) => ({
      id: key.id,
      clientId: key.clientId && (await found(key.clientId, services)),
    }));
    seen.push({ id, name, keys: await Promise.all(bound) });
  }
  return seen;
}

/** How an import names a client at the IdP that carries no mark; `undefined` where no IdP has it. */
async function found(clientId: string, { identityProviders }: Services): Promise<string | undefined> {
  for (const idp of identityProviders.usable()) {
    const client = await idp.read({ clientId });
    if (client?.mark !== undefined || client?.otherKind !== undefined) return undefined;
    if (client) return idp.name === DEFAULT ? clientId : `${idp.name}:${clientId}`;
  }
  return undefined;
}

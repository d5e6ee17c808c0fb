import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { JWK } from "jose";
import { Kept } from "./kept";
import type { OidcServerInfo, OidcServerOptions } from "./options";
import { oidcProvider, REGISTRAR, type Secrets } from "./provider";
import { addHands, addSite } from "./site";

/** A process of its own: the library is an ES module, which Jest does not load. It ends when its standard input does. */
async function main(options: OidcServerOptions): Promise<OidcServerInfo> {
  const kept = new Kept(options.file);
  const secrets = secretsOf(kept);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(options.port, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = await oidcProvider(issuer, options, kept, secrets);
  addHands(provider, kept);
  addSite(provider, kept, options, secrets);
  server.on("request", provider.callback());
  const { initialAccessToken, registrarSecret: clientSecret } = secrets;
  return { issuer, initialAccessToken, registrar: { clientId: REGISTRAR, clientSecret } };
}

function secretsOf(kept: Kept): Secrets {
  const [held] = kept.all("Secrets");
  if (held) return held as unknown as Secrets;
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const secrets: Secrets = {
    jwk: { ...(privateKey.export({ format: "jwk" }) as JWK), kid: "server", use: "sig", alg: "RS256" },
    initialAccessToken: randomBytes(24).toString("base64url"),
    registrarSecret: randomBytes(24).toString("base64url"),
  };
  kept.set("Secrets", "all", { ...secrets });
  return secrets;
}

process.stdin.on("close", () => process.exit(0)).resume();
main(JSON.parse(process.argv[2] ?? "{}")).then(
  (info) => console.log(JSON.stringify(info)),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);

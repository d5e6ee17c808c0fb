import type { FastifyInstance } from "fastify";
import type { World } from "../world";
import { authenticatedClient, type Guard } from "./authenticate";
import { invalidToken } from "./errors";

const ORG = { id: "00osandboxorg0000000", subdomain: "sandbox", companyName: "Sandbox", status: "ACTIVE" };

/** Whose org it is, and who the token is. */
export function orgRoutes(app: FastifyInstance, guard: Guard): void {
  app.get("/api/v1/org", guard("okta.orgs.read"), async () => ORG);

  app.get("/api/v1/users/me", guard("okta.users.read.self"), async () => ({
    id: "00usandboxadmin00000",
    status: "ACTIVE",
    profile: { login: "sandbox@example.com", email: "sandbox@example.com", firstName: "Sandbox", lastName: "Admin" },
  }));
}

/** The page at `/`, which a connection's credentials are tried on. Only Okta has a scheme of its own for its token. */
export function landingPage(app: FastifyInstance, world: World): void {
  const schemes = world.idp === "okta" ? ["SSWS"] : ["SSWS", "Bearer"];
  app.get("/", async ({ headers: { authorization } }) => {
    const managing = schemes.some((scheme) => authorization === `${scheme} ${world.info.oktaToken}`);
    if (!managing && authenticatedClient(world, authorization, {}) === undefined) throw invalidToken();
    return ORG;
  });
}

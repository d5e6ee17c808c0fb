import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { startIdpServer } from "../idp-server";
import { ensureVenv } from "./venv";

interface SiteInfo {
  issuer: string;
  registrationEndpoint: string;
}

/** A site with django-oauth-toolkit, see `server.py`. */
export async function startDjangoSite() {
  const python = await ensureVenv();
  const initialAccessToken = randomBytes(24).toString("base64url");
  const server = await startIdpServer<SiteInfo>("django-oauth-toolkit", (file, port) =>
    spawn(python, [join(__dirname, "server.py"), `${port}`, file], {
      env: { ...process.env, INITIAL_ACCESS_TOKEN: initialAccessToken },
      stdio: "pipe",
    }),
  );
  return { ...server, info: { ...server.info, initialAccessToken } };
}

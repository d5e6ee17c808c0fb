/** How the server is set up. */
export interface OidcServerOptions {
  /**
   * `rotating`: each update gives another registration access token; `steady`: it stays; `defaults`: registration is on, and all else is
   * as the library has it, so that nobody can read, update or delete a client.
   */
  management: "rotating" | "steady" | "defaults";
  /** The initial access token; `once`: registration takes tokens of the client `registrar`, each once. */
  initialAccess: "fixed" | "once";
  port: number;
  /** A file that holds all that the server keeps, across restarts. */
  file: string;
}

/** What it tells when it is up. */
export interface OidcServerInfo {
  issuer: string;
  initialAccessToken: string;
  registrar: { clientId: string; clientSecret: string };
}

export const AUDIENCE = "https://gateway.example.com";

import type { FastifyInstance } from "fastify";

/** As most servers: an empty body is none, whatever its content type says. */
export function acceptJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "string" }, (_request, body, done) => {
    if (body === "") return done(null, undefined);
    try {
      done(null, JSON.parse(String(body)));
    } catch {
      done(Object.assign(new Error("The request body is not valid JSON"), { statusCode: 400, code: "INVALID_JSON" }));
    }
  });
}

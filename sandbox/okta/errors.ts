import { randomUUID } from "node:crypto";
import type { FastifyError, FastifyInstance } from "fastify";
import type { z } from "zod";

/** `{errorCode, errorSummary, errorId, errorCauses}`, the shape of Okta's management API. */
export class OktaError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    summary: string,
    readonly causes: string[] = [],
  ) {
    super(summary);
  }
}

/** `{error, error_description}`, RFC 7591 section 3.2.2 and RFC 6749 section 5.2. */
export class OAuthError extends Error {
  constructor(
    readonly error: string,
    description: string,
    readonly status = 400,
  ) {
    super(description);
  }
}

export const invalidToken = () => new OktaError(401, "E0000011", "Invalid token provided");
export const accessDenied = () =>
  new OktaError(403, "E0000006", "You do not have permission to perform the requested action");
export const noFeature = () =>
  new OktaError(401, "E0000015", "You do not have permission to access the feature you are requesting");
export const notFound = (id: string, kind: string) =>
  new OktaError(404, "E0000007", `Not found: Resource not found: ${id} (${kind})`);
export const validationFailed = (subject: string, causes: string[]) =>
  new OktaError(400, "E0000001", `Api validation failed: ${subject}`, causes);
export const invalidMetadata = (field: string, message: string) =>
  new OAuthError(
    field === "redirect_uris" ? "invalid_redirect_uri" : "invalid_client_metadata",
    `'${field}' : ${message}`,
  );

export interface FieldIssue {
  field: string;
  message: string;
}

function parseWith<T>(schema: z.ZodType<T>, input: unknown, fail: (issues: FieldIssue[]) => Error): T {
  const result = schema.safeParse(input ?? {});
  if (result.success) return result.data;
  const issues = result.error.issues.flatMap((issue) => {
    const field = issue.path.join(".");
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({ field: [...issue.path, key].join("."), message: "The field is not known." }));
    }
    const missing = issue.message.endsWith("received undefined");
    return [{ field: field || "body", message: missing ? "The field cannot be left blank." : issue.message }];
  });
  throw fail(issues);
}

export function parse<T>(schema: z.ZodType<T>, input: unknown, subject: string): T {
  return parseWith(schema, input, (issues) =>
    validationFailed(
      subject,
      issues.map(({ field, message }) => `${field}: ${message}`),
    ),
  );
}

export function parseMetadata<T>(schema: z.ZodType<T>, input: unknown): T {
  return parseWith(schema, input, ([first]) => invalidMetadata(first?.field ?? "body", first?.message ?? "is invalid"));
}

export function errorBody(code: string, summary: string, causes: string[] = []) {
  return {
    errorCode: code,
    errorSummary: summary,
    errorLink: code,
    errorId: `oae${randomUUID().replaceAll("-", "")}`,
    errorCauses: causes.map((errorSummary) => ({ errorSummary })),
  };
}

export function installErrors(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .send(errorBody("E0000007", `Not found: Resource not found: ${request.url.split("?")[0]} (Endpoint)`)),
  );
  app.setErrorHandler((error: FastifyError | OktaError | OAuthError, _request, reply) => {
    if (error instanceof OktaError) {
      return reply.code(error.status).send(errorBody(error.code, error.message, error.causes));
    }
    if (error instanceof OAuthError) {
      return reply.code(error.status).send({ error: error.error, error_description: error.message });
    }
    const status = error.statusCode ?? 500;
    if (status >= 500) console.error(error);
    return status >= 500
      ? reply.code(status).send(errorBody("E0000009", "Internal Server Error"))
      : reply.code(status).send(errorBody("E0000003", "The request body was not well-formed.", [error.message]));
  });
}

import { randomUUID } from "node:crypto";
import { request } from "undici";

/** Marks calls from the sandbox to itself: they are neither logged nor limited, and no fault hits them. */
export const INTERNAL_HEADER = "x-sandbox-internal";
export const INTERNAL_SECRET = randomUUID();

export interface OutboundRequest {
  method?: "GET" | "POST";
  headers?: Record<string, string>;
  form?: Record<string, string>;
}

export interface OutboundAnswer {
  status: number;
  text: string;
}

/** Stands in for what Workato's servers call. Whatever a stack is configured with, nothing leaves this machine. */
export async function callOut(
  url: string,
  { method = "GET", headers = {}, form }: OutboundRequest = {},
): Promise<OutboundAnswer> {
  const { hostname } = new URL(url);
  if (!["127.0.0.1", "localhost", "[::1]"].includes(hostname)) {
    throw new Error(`${hostname} is not a loopback address, and the sandbox calls no other`);
  }
  const { statusCode, body } = await request(url, {
    method,
    headers: {
      accept: "application/json",
      ...headers,
      ...(form && { "content-type": "application/x-www-form-urlencoded" }),
      [INTERNAL_HEADER]: INTERNAL_SECRET,
    },
    body: form ? new URLSearchParams(form).toString() : null,
    headersTimeout: 60_000,
    bodyTimeout: 60_000,
  });
  return { status: statusCode, text: await body.text() };
}

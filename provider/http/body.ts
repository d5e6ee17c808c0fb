/** List pages are large; an error that long is no error message. */
const MOST_BYTES = 16 * 1024 * 1024;
const MOST_ERROR_BYTES = 1024 * 1024;

/** The text of a body, or `undefined` when it is longer than it may be; the rest is not read. */
export async function readText(chunks: AsyncIterable<Uint8Array>, status: number): Promise<string | undefined> {
  const most = isSuccess(status) ? MOST_BYTES : MOST_ERROR_BYTES;
  const read: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > most) return undefined;
    read.push(chunk);
  }
  // Leaves out a byte order mark.
  return new TextDecoder().decode(Buffer.concat(read));
}

type Parsed = { body: unknown } | { problem: string };

/**
 * The JSON in a body, `undefined` in an empty one. What an error holds besides is taken as it comes, since proxies and load
 * balancers answer in HTML or plain text.
 */
export function parseBody(text: string | undefined, status: number): Parsed {
  if (text === undefined) return isSuccess(status) ? { problem: "the body is larger than 16 MB" } : { body: undefined };
  if (text.trim() === "") return { body: undefined };
  try {
    return { body: JSON.parse(text) };
  } catch {
    // Says nothing of the text itself, since a broken answer may hold half a secret.
    if (isSuccess(status)) return { problem: isHtml(text) ? "the body is an HTML page" : "the body is not JSON" };
    return { body: text.trim() };
  }
}

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

export function isHtml(text: string): boolean {
  return text.trimStart().startsWith("<");
}

/**
 * What has begun at the same time, once all of it has ended. Of several that fail, the first in order tells why, whichever was faster:
 * the same mistake is told in the same words each time.
 */
export async function together<T extends readonly unknown[]>(
  begun: readonly [...T],
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const ended = await Promise.allSettled(begun);
  for (const one of ended) if (one.status === "rejected") throw one.reason;
  return Promise.all(begun) as Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }>;
}

const queues = new Map<string, Promise<unknown>>();

/** Runs work on one shared object after the other: parallel operations must not overwrite what they read before each other. */
export function exclusive<T>(object: string, work: () => Promise<T>): Promise<T> {
  const before = queues.get(object) ?? Promise.resolve();
  const result = before.then(work, work);
  const settled = result.catch(() => {});
  queues.set(object, settled);
  return result;
}

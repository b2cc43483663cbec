const turns = new Map<string, Promise<unknown>>();

/**
 * One work after the other for each key, in this process: what would wait in a transaction for the same lock waits here first,
 * and holds no connection meanwhile. The lock stays, for other processes.
 */
export function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
  const done = (turns.get(key) ?? Promise.resolve()).then(work);
  const settled = done.catch(() => undefined).then(() => {
    if (turns.get(key) === settled) turns.delete(key);
  });
  turns.set(key, settled);
  return done;
}

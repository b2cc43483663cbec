// How many requests are on the wire. A place is taken before a request and given back whatever became of it.
export type Wire = {
  /**
   * Runs `request` in a place on the wire without waiting for its end, which frees the place. Returns a promise when there
   * is no place yet, which resolves when it has begun.
   */
  send(request: () => Promise<void>): Promise<void> | undefined;
  /** Resolves when nothing is on the wire. */
  idle(): Promise<void>;
};

/** `onError` hears of a request that broke instead of answering: a bug, whose delivery its lease will free. */
export function createWire(places: number, onError: (error: unknown) => void): Wire {
  let taken = 0;
  const waiting: (() => void)[] = [];
  const idlers: (() => void)[] = [];

  function free(): void {
    const next = waiting.shift();
    if (next) next();
    else taken -= 1;
    if (taken === 0) for (const idle of idlers.splice(0)) idle();
  }

  function run(request: () => Promise<void>): void {
    request().then(free, (error: unknown) => {
      onError(error);
      free();
    });
  }

  return {
    send: (request) => {
      if (taken < places) {
        taken += 1;
        run(request);
        return undefined;
      }
      return new Promise<void>((resolve) => waiting.push(resolve)).then(() => run(request));
    },
    idle: () => (taken === 0 ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve))),
  };
}

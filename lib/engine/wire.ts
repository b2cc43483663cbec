// How many requests are on the wire. A place is taken before a request and given back whatever became of it.
export type Wire = {
  /** Waits for a place, runs `request` without waiting for it, and frees the place when it ends. */
  send(request: () => Promise<void>): Promise<void>;
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

  return {
    send: async (request) => {
      if (taken < places) taken += 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      void request().catch(onError).finally(free);
    },
    idle: () => (taken === 0 ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve))),
  };
}

// The life of a program that starts several things and stops them in reverse order: on Ctrl-C, on SIGTERM, when a
// child ends unexpectedly, and when starting fails half-way. A second Ctrl-C does not wait.
import { StartError } from "@/lib/errors";

import type { Child } from "./children";

const SAME_SIGNAL_MS = 1_000;

export class House {
  private readonly stops: (() => Promise<void>)[] = [];
  private readonly children: Child[] = [];
  private readonly ending = new AbortController();
  private stopped: Promise<void> = Promise.resolve();
  private stopAt: number | undefined;

  /** Aborted when everything is to stop: for work that would otherwise keep a stop waiting. */
  get signal(): AbortSignal {
    return this.ending.signal;
  }

  /**
   * Remembers how to stop something that was just started. Throws when everything is to stop already, so that nothing
   * more is started after it.
   */
  onStop(stop: () => Promise<void>): void {
    this.stops.unshift(stop);
    this.signal.throwIfAborted();
  }

  /** Remembers a child process; its end is the end of everything. */
  add(child: Child, patienceMs: number): Child {
    this.children.push(child);
    this.onStop(() => child.stop(patienceMs));
    return child;
  }

  /** Stops everything, the last thing first. Called again, it waits and stops what was added meanwhile. */
  stop(): Promise<void> {
    this.ending.abort();
    this.stopAt ??= performance.now();
    this.stopped = this.stopped.then(async () => {
      // One part that fails to stop must not keep the others running.
      for (let stop = this.stops.shift(); stop !== undefined; stop = this.stops.shift()) await stop().catch(report);
    });
    return this.stopped;
  }

  /** True for a signal that comes after the first: npm passes on what the terminal has sent already, so not at once. */
  isImpatient(): boolean {
    return this.stopAt !== undefined && performance.now() - this.stopAt > SAME_SIGNAL_MS;
  }

  /** Resolves with the first child that ends by itself. */
  firstEnd(): Promise<{ name: string; reason: string }> {
    return Promise.race(this.children.map(async ({ name, ended }) => ({ name, reason: await ended })));
  }
}

/**
 * Runs `start`, which returns once everything is up; waits for a signal or for the end of a child; then stops
 * everything that was started, and exits.
 */
export async function runUntilStopped(start: (house: House) => Promise<void>): Promise<never> {
  const house = new House();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(name, () => {
      if (house.isImpatient()) process.exit(130);
      void house.stop();
    });
  }
  // The process that started this one was killed; without one there is no such event.
  process.on("disconnect", () => {
    void house.stop();
  });
  const aborted = new Promise<undefined>((resolve) => {
    house.signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
  try {
    await start(house);
    const end = await Promise.race([house.firstEnd(), aborted]);
    if (end !== undefined && !house.signal.aborted) {
      console.error(`The ${end.name} stopped unexpectedly (${end.reason}), so everything is stopped.`);
      process.exitCode = 1;
    }
  } catch (error) {
    // While stopping, whatever was still being started fails, and that is no news.
    if (!house.signal.aborted) report(error);
  }
  await house.stop();
  process.exit();
}

/** One sentence for what a person can change, the whole stack for a bug. */
export function report(error: unknown): void {
  process.exitCode = 1;
  console.error(error instanceof StartError ? error.message : error);
}

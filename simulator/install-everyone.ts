// Installs the bot for many people at the start, and in teams and group chats, a few at a time, as an organisation-wide
// installation would. It waits until a bot is known and answers; each is tried again until the bot has understood.
import { setTimeout as wait } from "node:timers/promises";

import type { DeedResult } from "./person-deeds";

/** One person, team or group chat. */
export type Installation = {
  install(): Promise<DeedResult>;
  /** The bot has never heard of it: it is offered again at the next start. */
  giveUp(): void;
};

export type InstallProgress = { wanted: number; done: number; failed: number; running: boolean };

const CONCURRENCY = 8;
const FIRST_WAIT_MS = 200;
const MAX_WAIT_MS = 2000;
/** Once the bot has answered at all, a person it keeps refusing is given up after this many tries. */
const MAX_TRIES = 10;

export class InstallEveryone {
  readonly progress: InstallProgress = { wanted: 0, done: 0, failed: 0, running: false };
  readonly #stopping = new AbortController();
  #run: Promise<void> = Promise.resolve();

  /** Returns at once; `finished()` waits. A second start queues behind the first. */
  start(installations: readonly Installation[]): void {
    this.progress.wanted += installations.length;
    this.progress.running = true;
    this.#run = this.#run.then(() => this.#installAll(installations));
  }

  finished(): Promise<void> {
    return this.#run;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#run;
  }

  async #installAll(installations: readonly Installation[]): Promise<void> {
    const [first, ...rest] = installations;
    // The first one alone finds out when the bot is there; eight at once would only be eight times the knocking.
    if (first) await this.#installOne(first, Number.POSITIVE_INFINITY);
    const queue = rest.values();
    const worker = async (): Promise<void> => {
      for (const installation of queue) {
        if (this.#stopping.signal.aborted) return;
        await this.#installOne(installation, MAX_TRIES);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
    this.progress.running = false;
  }

  async #installOne(installation: Installation, maxTries: number): Promise<void> {
    let waitMs = FIRST_WAIT_MS;
    for (let tries = 1; !this.#stopping.signal.aborted; tries += 1) {
      const { botStatus } = await installation.install();
      if (botStatus !== null && botStatus < 300) {
        this.progress.done += 1;
        return;
      }
      if (tries >= maxTries && botStatus !== null) break;
      if (!(await this.#pause(waitMs))) break;
      waitMs = Math.min(MAX_WAIT_MS, waitMs * 2);
    }
    this.progress.failed += 1;
    installation.giveUp();
  }

  async #pause(waitMs: number): Promise<boolean> {
    try {
      await wait(waitMs, undefined, { signal: this.#stopping.signal });
      return true;
    } catch (error) {
      if (this.#stopping.signal.aborted) return false;
      throw error;
    }
  }
}

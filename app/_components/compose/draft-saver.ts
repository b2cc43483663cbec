// Saves a draft while it is written. One request at a time; what is typed meanwhile waits for the next one.
//   CLEAN → WAITING (typed) → SAVING → SAVED → WAITING …
//   WAITING → HELD: malformed, so not sent; the next change tries again.
//   SAVING → REFUSED: not saved, with the reason; a failure of the network is tried again by itself.
//   SAVING → CONFLICT: somebody saved a newer version. Nothing more is sent until a person decides: load theirs, or
//   `fork`.
// Invariant: nothing is ever sent over a revision that this editor has not seen.
import type { BroadcastInput } from "@/lib/domain/broadcast";
import type { BroadcastView } from "@/lib/domain/views";

import type { DraftIssue } from "./draft-issues";

export type SaveState =
  | { kind: "CLEAN" | "WAITING" | "SAVING" }
  | { kind: "SAVED"; at: Date }
  | { kind: "HELD"; issues: DraftIssue[] }
  | { kind: "REFUSED"; problem: Refusal; issues: DraftIssue[] }
  | { kind: "CONFLICT"; problem: Refusal };

/** `code` as the API gives it, `OFFLINE` when it gave nothing; `message` in words. */
export type Refusal = { code: string; message: string };

export type WriteResult =
  | { kind: "WRITTEN"; view: BroadcastView }
  | { kind: "CONFLICT"; problem: Refusal }
  | { kind: "REFUSED"; problem: Refusal; issues: DraftIssue[]; retry: boolean };

export type SaverOptions = {
  /** The version on the server; null for a draft that does not exist yet. */
  view: BroadcastView | null;
  input: BroadcastInput;
  /** What is live is saved only when its author says so. */
  auto: boolean;
  write: (view: BroadcastView | null, input: BroadcastInput, confirmed?: number) => Promise<WriteResult>;
  findMalformed: (input: BroadcastInput) => DraftIssue[];
  now: () => Date;
};

export const SAVE_DELAY_MS = 800;
export const RETRY_DELAY_MS = 5000;

export class DraftSaver {
  #state: SaveState = { kind: "CLEAN" };
  #view: BroadcastView | null;
  #latest: BroadcastInput;
  #savedText: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | undefined;
  #listeners = new Set<() => void>();

  constructor(private readonly options: SaverOptions) {
    this.#view = options.view;
    this.#latest = options.input;
    this.#savedText = JSON.stringify(options.input);
  }

  get isAuto(): boolean {
    return this.options.auto;
  }

  readonly getState = (): SaveState => this.#state;
  readonly getView = (): BroadcastView | null => this.#view;
  readonly isDirty = (): boolean => JSON.stringify(this.#latest) !== this.#savedText;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  change(input: BroadcastInput): void {
    this.#latest = input;
    if (this.#state.kind === "CONFLICT" || this.#state.kind === "SAVING") return;
    if (!this.isDirty()) return this.#settle();
    this.#move({ kind: "WAITING" });
    if (this.options.auto) this.#schedule(SAVE_DELAY_MS);
  }

  /** Saves what is waiting, now. True when everything typed so far is on the server. `confirmed`: how many people were typed. */
  async flush(confirmed?: number): Promise<boolean> {
    this.#unschedule();
    await this.#running;
    if (this.isDirty() && this.#state.kind !== "CONFLICT") await this.#save(confirmed);
    return !this.isDirty();
  }

  /** Leaves the newer version alone and saves what is here as a draft of its own. */
  async fork(): Promise<boolean> {
    this.#view = null;
    this.#savedText = "";
    this.#move({ kind: "WAITING" });
    return this.flush();
  }

  stop(): void {
    this.#unschedule();
  }

  async #save(confirmed?: number): Promise<void> {
    const issues = this.options.findMalformed(this.#latest);
    if (issues.length > 0) return this.#move({ kind: "HELD", issues });
    this.#move({ kind: "SAVING" });
    this.#running = this.#send(this.#latest, confirmed);
    await this.#running;
    this.#running = undefined;
  }

  async #send(sent: BroadcastInput, confirmed?: number): Promise<void> {
    const result = await this.options.write(this.#view, sent, confirmed);
    if (result.kind === "CONFLICT") return this.#move(result);
    if (result.kind === "WRITTEN") {
      this.#view = result.view;
      this.#savedText = JSON.stringify(sent);
      if (!this.isDirty()) return this.#settle();
      this.#move({ kind: "WAITING" });
      return this.options.auto ? this.#schedule(SAVE_DELAY_MS) : undefined;
    }
    this.#move({ kind: "REFUSED", problem: result.problem, issues: result.issues });
    // Typed while the refused request was away: that is a new try of its own.
    const changed = JSON.stringify(this.#latest) !== JSON.stringify(sent);
    if (this.options.auto && (result.retry || changed)) this.#schedule(changed ? SAVE_DELAY_MS : RETRY_DELAY_MS);
  }

  #settle(): void {
    this.#unschedule();
    this.#move(this.#view ? { kind: "SAVED", at: this.options.now() } : { kind: "CLEAN" });
  }

  #schedule(delayMs: number): void {
    this.#unschedule();
    this.#timer = setTimeout(() => void this.flush(), delayMs);
  }

  #unschedule(): void {
    clearTimeout(this.#timer);
  }

  #move(state: SaveState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

// Tells listeners what has changed, a few times a second at most. During a broadcast thousands of chats change each
// second: they are gathered into a set, and nothing is kept while nobody listens.
export type Change = { readonly ids: readonly string[] };

const GATHER_MS = 150;

export class Changes {
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #gathered = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  /** `id` is an object id of a person, or a conversation id of a channel. */
  note(id: string): void {
    if (this.#listeners.size === 0) return;
    this.#gathered.add(id);
    this.#timer ??= setTimeout(() => this.#tell(), GATHER_MS);
  }

  listen(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#listeners.clear();
    this.#gathered.clear();
  }

  #tell(): void {
    this.#timer = undefined;
    const ids = [...this.#gathered];
    this.#gathered.clear();
    for (const listener of this.#listeners) listener({ ids });
  }
}

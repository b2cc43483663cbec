// What the deliveries of a broadcast share, kept for a few seconds: a standing broadcast may be edited while it sends.
import type { Ledger } from "@/lib/domain/ledger";
import type { BroadcastContent, Clock } from "@/lib/domain/ports";

const FRESH_MS = 3_000;
const MAX_ENTRIES = 200;

export type ContentCache = { get(broadcastId: string): Promise<BroadcastContent | undefined> };

export function createContentCache(ledger: Ledger, clock: Clock): ContentCache {
  const entries = new Map<string, { at: number; content: Promise<BroadcastContent | undefined> }>();
  return {
    get: (broadcastId) => {
      const known = entries.get(broadcastId);
      if (known && clock.now() - known.at < FRESH_MS) return known.content;
      if (entries.size >= MAX_ENTRIES) entries.clear();
      const content = ledger.getContent(broadcastId);
      entries.set(broadcastId, { at: clock.now(), content });
      // A failed read must not be remembered; whoever awaits it sees the error.
      content.catch(() => entries.delete(broadcastId));
      return content;
    },
  };
}

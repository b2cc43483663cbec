// How a batch is divided between the broadcasts of a tenant: urgent ones first, then equal shares, so that a note to 200
// people does not wait five hours behind one to a million. The start rotates, so that a remainder favours nobody.
import type { Share, Work } from "@/lib/domain/ledger";

export function shareBatch(work: readonly Work[], size: number, turn: number): Share[] {
  const urgent = work.filter((item) => item.urgent);
  const chosen = urgent.length > 0 ? urgent : work;
  if (chosen.length === 0 || size <= 0) return [];
  const base = Math.floor(size / chosen.length);
  const extra = size % chosen.length;
  const start = turn % chosen.length;
  return chosen
    .map((item, index) => {
      const place = (index - start + chosen.length) % chosen.length;
      return { broadcastId: item.broadcastId, limit: base + (place < extra ? 1 : 0) };
    })
    .filter((share) => share.limit > 0);
}

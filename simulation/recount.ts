// The full recount at the end of a run: everything is counted afresh from the rows and from what Teams took in, and must
// agree with what the counters and the statuses say.
import { OPEN_STATUSES } from "@/lib/domain/delivery";

import type { BroadcastRow, DeliveryRow, MemoryTables } from "./memory-tables";
import type { Tally } from "./tally";
import type { Watch } from "./watch";

export function recount(tables: MemoryTables, watch: Watch, tally: Tally): void {
  for (const broadcast of tables.broadcasts.values()) {
    const say = (text: string): void => watch.fail(`recount of ${broadcast.id}: ${text}`);
    recountCounters(broadcast, say);
    recountAudience(tables, broadcast, say);
    for (const row of broadcast.deliveries.values()) {
      judge(broadcast, row, watch, (text) => say(`${row.recipientId} ${row.status} ${row.reason ?? ""}: ${text}`));
      tally.add(`came out: ${row.status}${row.reason ? ` ${row.reason}` : ""}`);
    }
  }
}

function recountCounters({ counters, deliveries }: BroadcastRow, say: (text: string) => void): void {
  const fresh = new Map<string, number>();
  for (const { status, reason } of deliveries.values()) {
    const key = `${status} ${reason ?? ""}`;
    fresh.set(key, (fresh.get(key) ?? 0) + 1);
  }
  for (const [key, count] of counters) {
    if (count !== (fresh.get(key) ?? 0)) say(`The counter "${key}" says ${count}, the rows say ${fresh.get(key) ?? 0}.`);
  }
  for (const key of fresh.keys()) if (!counters.has(key)) say(`There is no counter "${key}".`);
}

/** One delivery for each person of the frozen audience, nobody missing and nobody new. */
function recountAudience(tables: MemoryTables, broadcast: BroadcastRow, say: (text: string) => void): void {
  const { audience, audienceSize, deliveries, resolvingAtMs } = broadcast;
  if (audienceSize === null) return;
  const chosen = audience === null ? undefined : new Set(audience);
  const expected = tables.people.filter(({ id, createdAtMs }) => (chosen?.has(id) ?? true) && createdAtMs <= resolvingAtMs);
  if (expected.length !== deliveries.size) say(`${deliveries.size} deliveries for ${expected.length} people.`);
  for (const { id } of expected) if (!deliveries.has(id)) say(`${id} went missing.`);
}

function judge(broadcast: BroadcastRow, row: DeliveryRow, watch: Watch, say: (text: string) => void): void {
  const posts = watch.postsOf(row);
  const arrived = posts.filter(({ truth }) => truth === "ACCEPTED").length;
  if ((OPEN_STATUSES as readonly string[]).includes(row.status)) say("It is not over.");
  if (row.status === "SENT" && arrived === 0) say("Nobody accepted it.");
  if (row.status === "SKIPPED" && arrived > 0) say("It arrived.");
  if (row.status === "FAILED" && arrived > 0 && row.reason !== "CLOSED") say("It arrived, and nothing says that it may have.");
  if (arrived > 1 && !row.possibleDuplicate) say(`It arrived ${arrived} times, and no possible duplicate is recorded.`);
  if (arrived > 1 && broadcast.onUnknown === "HOLD" && !watch.wasResent(row)) say("It arrived twice under HOLD.");
}

// The invariants of single deliveries: at every change of a row, at every post that leaves, at every message that Teams
// accepts.
import { DELIVERY_MOVES, type DeliveryStatus } from "@/lib/domain/delivery";
import type { ClaimedDelivery } from "@/lib/domain/ports";

import { type Books, idOf, type Key, type PostRecord, truthOf } from "./books";
import { broadcastOf, type DeliveryRow } from "./memory-tables";

/** In calm runs, how long after a commit what was on its way may still leave. */
const HALT_WITHIN_MS = 2_000;
const OPT_OUT_WITHIN_MS = 1_000;
/** What may bring a FAILED delivery back: an author, or a breaker that takes back what a wave had cost. */
const MAY_TAKE_BACK = new Set(["settle", "openBreaker", "reportProbe", "retryFailed"]);

type Say = (text: string) => void;

/** A row has changed. */
export function checkMove(books: Books, row: DeliveryRow, from: DeliveryStatus): void {
  const { status } = row;
  const id = idOf(row);
  const say: Say = (text) => books.fail(`${id} ${from} → ${status}: ${text}`);
  if (!DELIVERY_MOVES[from].includes(status)) say("The life cycle has no such move.");
  if (from === "FAILED" && status === "RETRY_WAIT" && !MAY_TAKE_BACK.has(books.context)) say("A refusal is permanent.");
  if (books.flagged.has(id) && !row.possibleDuplicate) say("A possible duplicate is no longer recorded.");
  if (row.possibleDuplicate) books.flagged.add(id);
  if (status === "SENT" && !truthOf(books, row).includes("ACCEPTED")) say("Nobody accepted it.");
  if (status === "SKIPPED" && truthOf(books, row).some((truth) => truth !== "NOT_DELIVERED")) say("It may have arrived.");
  if (status === "SENDING") checkIntent(books, row, say);
}

function checkIntent({ tables, halts, optOuts, intents }: Books, row: DeliveryRow, say: Say): void {
  const halt = halts.get(row.broadcastId);
  const isMandatory = tables.topics.get(broadcastOf(tables, row.broadcastId).topicId);
  if (halt) say(`An intent after the broadcast was ${halt.how}.`);
  if (optOuts.has(row.recipientId) && !isMandatory) say("An intent after the opt-out.");
  const intent = `${idOf(row)} ${row.epoch}`;
  if (intents.has(intent)) say("Two intents of one epoch.");
  intents.add(intent);
}

/** A post leaves; it is written into the books. */
export function checkPost(books: Books, delivery: ClaimedDelivery): PostRecord {
  const { tables, plan, posts, resent, intents } = books;
  const id = idOf(delivery);
  const earlier = posts.get(id) ?? [];
  const broadcast = broadcastOf(tables, delivery.broadcastId);
  const say: Say = (text) => books.fail(`${id} posts with epoch ${delivery.epoch}: ${text}`);
  if (!intents.has(`${id} ${delivery.epoch}`)) say("There is no committed intent.");
  if (earlier.some(({ epoch }) => epoch === delivery.epoch)) say("One intent, two requests.");
  const isDoubtful = earlier.some(({ truth }) => truth !== "NOT_DELIVERED");
  const isRecorded = broadcast.deliveries.get(delivery.recipientId)?.possibleDuplicate === true;
  if (isDoubtful && !isRecorded) say("A second request, and no possible duplicate recorded.");
  const isAskedFor = broadcast.onUnknown === "RETRY" || resent.has(id);
  if (isDoubtful && !isAskedFor) say("A second request under HOLD that no author asked for.");
  if (plan.calm) checkTiming(books, delivery, say);
  const record: PostRecord = { epoch: delivery.epoch, truth: "ON_THE_WIRE" };
  posts.set(id, [...earlier, record]);
  return record;
}

function checkTiming({ tables, tally, halts, optOuts }: Books, { broadcastId, recipientId }: Key, say: Say): void {
  const halt = halts.get(broadcastId);
  const optedOutAt = optOuts.get(recipientId);
  const now = tables.nowMs();
  if (halt) tally.raise("last request after a halt, ms", now - halt.atMs);
  if (halt && now - halt.atMs > HALT_WITHIN_MS) say(`It leaves too long after the broadcast was ${halt.how}.`);
  if (optedOutAt === undefined || tables.topics.get(broadcastOf(tables, broadcastId).topicId)) return;
  tally.raise("last request after an opt-out, ms", now - optedOutAt);
  if (now - optedOutAt > OPT_OUT_WITHIN_MS) say("It leaves too long after the opt-out.");
}

/** Teams took a message in. */
export function checkArrival(books: Books, key: Key, record: PostRecord): void {
  record.truth = "ACCEPTED";
  if (truthOf(books, key).filter((truth) => truth === "ACCEPTED").length < 2) return;
  books.tally.add("came out: arrived twice, recorded");
  const row = broadcastOf(books.tables, key.broadcastId).deliveries.get(key.recipientId);
  if (!row?.possibleDuplicate) books.fail(`${idOf(key)}: It arrived twice, and no possible duplicate is recorded.`);
}

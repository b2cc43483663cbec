// GET: external events received, newest first. POST: another system reports one, under an Idempotency-Key.
import { eventAnswer, eventView } from "@/app/api/_event-view";
import { handle, read } from "@/app/api/_handle";
import { withIdempotencyKey } from "@/app/api/_idempotency";
import { eventsQuery } from "@/app/api/_query";
import { parseInput } from "@/lib/commands/command";
import { receiveEvent } from "@/lib/commands/receive-event";
import { listEvents } from "@/lib/store/external-events";

export const GET = read(async ({ db, query }) => {
  const { items, next } = await listEvents(db, parseInput(eventsQuery, query));
  return { items: items.map(eventView), next };
});

export const POST = handle(receiveEvent, withIdempotencyKey, eventAnswer, 202);

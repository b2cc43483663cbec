// Teams told the bot about people: they are written down as recipients with where to reach them. People of one event
// come in one command; each is one statement that may be repeated. Only a person who comes back is worth an audit line,
// since the row itself tells when and how anybody became known.
import { z } from "zod";

import { REFERENCE_SOURCES } from "@/lib/domain/reference";
import { type RecordedSighting, recordSighting } from "@/lib/store/references";
import { releaseReachable, settleArrived } from "@/lib/store/waiting-deliveries";

import { defineCommand } from "./command";

const id = z.string().min(1).max(500);
const sightingSchema = z.strictObject({
  tenantId: id,
  objectId: id,
  displayName: z.string().optional(),
  givenName: z.string().optional(),
  email: z.string().optional(),
  locale: z.string().optional(),
  guest: z.boolean().optional(),
  serviceUrl: id,
  botId: id,
  memberId: id.optional(),
  conversationId: id.optional(),
  source: z.enum(REFERENCE_SOURCES),
  seenAt: z.date(),
});

/** Teams names a few dozen people in one event at most; a roster comes in pages of 500. */
const MAX_SIGHTINGS = 500;

export const recordReference = defineCommand({
  name: "record-reference",
  allowed: ["SYSTEM"],
  input: z.array(sightingSchema).min(1).max(MAX_SIGHTINGS),
  /** In the order of the input. */
  handle: async (tx, _actor, sightings): Promise<RecordedSighting[]> => {
    const recorded = new Map<string, RecordedSighting>();
    // In one order everywhere, so that two events about the same people cannot wait for each other in a circle.
    const sorted = [...sightings].sort((a, b) => (a.objectId < b.objectId ? -1 : 1));
    for (const sighting of sorted) recorded.set(sighting.objectId, await recordSighting(tx, sighting));
    const arrived = [...recorded.values()].filter(({ state }) => state === "ACTIVE");
    await settleArrived(tx, arrived.map(({ recipientId }) => recipientId));
    const met = [...recorded.values()].filter(({ state }) => state === "KNOWN");
    if (met.length > 0) await releaseReachable(tx, met.map(({ recipientId }) => recipientId));
    return sightings.flatMap(({ objectId }) => recorded.get(objectId) ?? []);
  },
  audit: (_sightings, recorded) => {
    const back = recorded.find(({ isBack }) => isBack);
    return back ? { target: { kind: "recipient", id: back.recipientId }, detail: { state: back.state } } : null;
  },
});

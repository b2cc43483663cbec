// Everything that is found out about an event before it may become a broadcast: the template, filled; the topic; whom to
// tell, counted; and every reason against it at once, so that who writes the other system mends it in one go.
import { type Audience, groupIdsOf, listIdsOf } from "@/lib/domain/audience";
import type { Estimate, EstimateGroup } from "@/lib/domain/estimate";
import { type EventInput, messageOfEvent } from "@/lib/domain/external-event";
import type { Message } from "@/lib/domain/message";
import type { Topic } from "@/lib/domain/topic";
import { env } from "@/lib/env";
import { AppError, type Issue } from "@/lib/errors";
import type { Db } from "@/lib/store/db";
import { type CountedAudience, estimateAudience } from "@/lib/store/estimate-audience";
import { freshenGroups } from "@/lib/store/group-readings";
import { freshenLists } from "@/lib/store/list-matches";
import { findTemplate, type Template } from "@/lib/store/templates";
import { getTopicByKey } from "@/lib/store/topics";

import type { Actor } from "./command";
import { findEventAudience } from "./event-audience";
import { assertMayUse } from "./topic-rules";

export type ReadyEvent = {
  template: Template;
  topic: Topic;
  message: Message;
  audience: Audience;
  estimate: Estimate;
};

/** What was found; everything is there when `issues` is empty. */
export type EventFindings = {
  [K in keyof ReadyEvent]: ReadyEvent[K] | undefined;
} & { leftOut: string[]; issues: Issue[] };

/** Members that were read longer ago say nothing about how many a message would reach. */
const KNOWN_FOR_MS = 24 * 3_600_000;

/** `peoplePerEvent` is the limit of the key; without one there is none. */
export async function examineEvent(
  db: Db,
  event: EventInput,
  peoplePerEvent: number | undefined,
): Promise<EventFindings> {
  const template = await findTemplate(db, event.template);
  const topic = (await getTopicByKey(db, event.topic)) ?? undefined;
  const filled = template && messageOfEvent(template.message, event);
  const { audience, leftOut, issues } = await findEventAudience(db, event);
  const found = audience && issues.length === 0 ? audience : undefined;
  const groups = found && peoplePerEvent !== undefined ? await freshenGroups(db, groupIdsOf(found)) : [];
  if (found) await freshenLists(db, listIdsOf(found));
  const ratePerSecond = env().SEND_RATE_PER_SECOND;
  const counted = found && (await estimateAudience(db, { audience: found, topic: topic ?? null, ratePerSecond }));
  const estimate = counted && withoutNames(counted);
  return {
    template,
    topic,
    message: filled?.message,
    audience: found,
    estimate,
    leftOut,
    issues: [
      ...(template ? [] : [{ path: "template", message: `There is no template with the name or id "${event.template}".` }]),
      ...(topic ? [] : [{ path: "topic", message: `There is no topic with the key "${event.topic}".` }]),
      ...(filled?.issues ?? []),
      ...issues,
      ...findUnread(groups),
      ...findTooMany(event.people ? "people" : "audience", estimate, peoplePerEvent),
    ],
  };
}

/** A system is told how many it reaches, not whom. */
function withoutNames({ sample: _names, ...estimate }: CountedAudience): Estimate {
  return estimate;
}

/** Throws INCOMPLETE with every reason at once. */
export function readyEventOrThrow({ issues, ...found }: EventFindings): ReadyEvent {
  const { template, topic, message, audience, estimate } = found;
  if (issues.length === 0 && template && topic && message && audience && estimate) {
    return { template, topic, message, audience, estimate };
  }
  throw new AppError("INCOMPLETE", "The event cannot be sent as it is.", { issues });
}

/**
 * Throws FORBIDDEN: a machine that hurries, or that writes on what nobody can opt out of, needs the key of somebody who
 * answers for it.
 */
export function assertMaySend(actor: Actor, event: EventInput, topic: Topic | undefined): void {
  if (topic) assertMayUse(actor, topic);
  if (event.priority !== "URGENT" || !("role" in actor) || actor.role === "admin") return;
  const message = "Only a key with the role admin may send urgent events.";
  throw new AppError("FORBIDDEN", message, { issues: [{ path: "priority", message }] });
}

/** The same as an issue, for a dry run. */
export function findForbidden(actor: Actor, event: EventInput, topic: Topic | undefined): Issue[] {
  try {
    assertMaySend(actor, event, topic);
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.issues.length > 0 ? [...error.issues] : [{ path: "topic", message: error.message }];
  }
}

/** A send reads the groups anew: a limit that was held against no reading, or an old one, would let everybody through. */
function findUnread(groups: readonly EstimateGroup[]): Issue[] {
  const isKnown = ({ readAt }: EstimateGroup): boolean => readAt !== null && Date.now() - Date.parse(readAt) < KNOWN_FOR_MS;
  return groups.filter((group) => !isKnown(group)).map(({ name }) => {
    const why = `Who is in "${name}" was not read within the last day, so the limit of this key cannot be held.`;
    return { path: "audience", message: `${why} It is being read now: send the event again in a minute.` };
  });
}

function findTooMany(path: string, estimate: Estimate | undefined, limit: number | undefined): Issue[] {
  if (!estimate || limit === undefined || estimate.total <= limit) return [];
  const message = `This reaches ${estimate.total} people, and this key may reach ${limit} with one event.`;
  return [{ path, message }];
}

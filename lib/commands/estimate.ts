// What an audience comes to, and why one person is or is not in it. Reads only, so these are no commands; their input is
// checked the same way. A group or a team that was not read lately is asked
// for anew, and a list's unknown lines are looked up once more.
import { z } from "zod";

import { audienceSchema, groupIdsOf, listIdsOf, teamIdsOf } from "@/lib/domain/audience";
import { MAX_LIST_VALUE } from "@/lib/domain/audience-list";
import { MISSING_POLICIES, PRIORITIES } from "@/lib/domain/broadcast";
import type { EstimateAnswer } from "@/lib/domain/estimate";
import type { Explanation } from "@/lib/domain/explanation";
import { topicKeySchema } from "@/lib/domain/topic";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import type { Db } from "@/lib/store/db";
import { estimateAudience } from "@/lib/store/estimate-audience";
import { explainPerson } from "@/lib/store/explain-person";
import { findPeople } from "@/lib/store/find-people";
import { freshenGroups } from "@/lib/store/group-readings";
import { freshenLists } from "@/lib/store/list-matches";
import { getRecipient } from "@/lib/store/recipients";
import { freshenRosters } from "@/lib/store/resolve-rosters";
import { getTopicByKey } from "@/lib/store/topics";

import { assertAudienceExists } from "./audience-rules";
import { topicIdOf } from "./broadcast-rules";
import { parseInput } from "./command";
import { mayBeSeveral } from "./recipient-rules";

export const estimateRequestSchema = z.strictObject({
  audience: audienceSchema,
  topic: topicKeySchema.optional(),
  priority: z.enum(PRIORITIES).optional(),
  onMissing: z.enum(MISSING_POLICIES).optional(),
});

export const explainRequestSchema = z.strictObject({
  audience: audienceSchema,
  topic: topicKeySchema.optional(),
  onMissing: z.enum(MISSING_POLICIES).optional(),
  /** A recipient's id, or an object id, sign-in name (UPN) or e-mail address. */
  person: z.string().trim().min(1, "Say who.").max(MAX_LIST_VALUE, `At most ${MAX_LIST_VALUE} characters.`),
});

/** Throws BAD_INPUT as the estimate does, and when it may be several people; NOT_FOUND when nobody is known by that. */
export async function explainInput(db: Db, rawInput: unknown): Promise<Explanation> {
  const { audience, topic, onMissing = "SKIP", person } = parseInput(explainRequestSchema, rawInput);
  await topicIdOf(db, topic);
  await assertAudienceExists(db, audience);
  await freshenLists(db, listIdsOf(audience));
  const found = topic ? ((await getTopicByKey(db, topic)) ?? null) : null;
  const recipientId = await findOne(db, person);
  const explanation = recipientId && (await explainPerson(db, { audience, topic: found, onMissing, recipientId }));
  if (!explanation) throw new AppError("NOT_FOUND", "Nobody is known by this id, name or address.");
  return explanation;
}

async function findOne(db: Db, person: string): Promise<string | undefined> {
  // Ids of rows and of the directory look alike.
  const id = z.uuid().safeParse(person).data;
  if (id && (await getRecipient(db, id))) return id;
  const [[first, ...others] = []] = await findPeople(db, [person]);
  if (others.length === 0) return first;
  const message = mayBeSeveral(person, others.length + 1);
  throw new AppError("BAD_INPUT", message, { issues: [{ path: "person", message }] });
}

/** Throws BAD_INPUT for an unknown topic, team, group, list or person. */
export async function estimateInput(db: Db, rawInput: unknown): Promise<EstimateAnswer> {
  const { audience, topic, priority, onMissing = "SKIP" } = parseInput(estimateRequestSchema, rawInput);
  await topicIdOf(db, topic);
  await assertAudienceExists(db, audience);
  const found = topic ? ((await getTopicByKey(db, topic)) ?? null) : null;
  const groups = await freshenGroups(db, groupIdsOf(audience));
  const urgent = priority === "URGENT";
  const question = { audience, topic: found, urgent, onMissing, ratePerSecond: env().SEND_RATE_PER_SECOND };
  await freshenLists(db, listIdsOf(audience));
  const teams = await freshenRosters(db, teamIdsOf(audience));
  return { ...(await estimateAudience(db, question)), groups, teams };
}

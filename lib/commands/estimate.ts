// What an audience comes to, and why one person is or is not in it. Reads only, so these are no commands; their input is
// checked the same way. A group that was not read lately is asked for anew.
import { z } from "zod";

import { audienceSchema, groupIdsOf } from "@/lib/domain/audience";
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
import { freshenGroups } from "@/lib/store/group-readings";
import { getTopicByKey } from "@/lib/store/topics";

import { assertAudienceExists } from "./audience-rules";
import { topicIdOf } from "./broadcast-rules";
import { parseInput } from "./command";

export const estimateRequestSchema = z.strictObject({
  audience: audienceSchema,
  topic: topicKeySchema.optional(),
  priority: z.enum(PRIORITIES).optional(),
});

export const explainRequestSchema = z.strictObject({
  audience: audienceSchema,
  topic: topicKeySchema.optional(),
  onMissing: z.enum(MISSING_POLICIES).optional(),
  /** A recipient's id, or an object id, sign-in name (UPN) or e-mail address. */
  person: z.string().trim().min(1, "Say who.").max(MAX_LIST_VALUE, `At most ${MAX_LIST_VALUE} characters.`),
});

/** Throws BAD_INPUT as the estimate does, and NOT_FOUND when nobody is known by that. */
export async function explainInput(db: Db, rawInput: unknown): Promise<Explanation> {
  const { audience, topic, onMissing = "SKIP", person } = parseInput(explainRequestSchema, rawInput);
  await topicIdOf(db, topic);
  await assertAudienceExists(db, audience);
  const found = topic ? ((await getTopicByKey(db, topic)) ?? null) : null;
  const explanation = await explainPerson(db, { audience, topic: found, onMissing, person });
  if (!explanation) throw new AppError("NOT_FOUND", "Nobody is known by this id, name or address.");
  return explanation;
}

/** Throws BAD_INPUT for an unknown topic, team, group, list or person. */
export async function estimateInput(db: Db, rawInput: unknown): Promise<EstimateAnswer> {
  const { audience, topic, priority } = parseInput(estimateRequestSchema, rawInput);
  await topicIdOf(db, topic);
  await assertAudienceExists(db, audience);
  const found = topic ? ((await getTopicByKey(db, topic)) ?? null) : null;
  const groups = await freshenGroups(db, groupIdsOf(audience));
  const question = { audience, topic: found, urgent: priority === "URGENT", ratePerSecond: env().SEND_RATE_PER_SECOND };
  return { ...(await estimateAudience(db, question)), groups };
}

// What an audience comes to. Reads only, so it is no command; its input is checked the same way.
import { z } from "zod";

import { audienceSchema, type Estimate } from "@/lib/domain/audience";
import { topicKeySchema } from "@/lib/domain/topic";
import { env } from "@/lib/env";
import type { Db } from "@/lib/store/db";
import { estimateAudience } from "@/lib/store/estimate-audience";
import { getTopicByKey } from "@/lib/store/topics";

import { assertAudienceExists } from "./audience-rules";
import { topicIdOf } from "./broadcast-rules";
import { parseInput } from "./command";

export const estimateRequestSchema = z.strictObject({ audience: audienceSchema, topic: topicKeySchema.optional() });

/** Throws BAD_INPUT for an unknown topic, team or person. */
export async function estimateInput(db: Db, rawInput: unknown): Promise<Estimate> {
  const { audience, topic } = parseInput(estimateRequestSchema, rawInput);
  await topicIdOf(db, topic);
  await assertAudienceExists(db, audience);
  return estimateAudience(db, audience, topic ? await getTopicByKey(db, topic) : null, env().SEND_RATE_PER_SECOND);
}

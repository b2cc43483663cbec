// An Audience describes who a broadcast is for. It is resolved into Recipients once, when the broadcast starts.
import { z } from "zod";

export const MAX_PICKED_RECIPIENTS = 10_000;
export const MAX_TEAMS = 500;

const idSchema = z.uuid("This is not an id.");

export const audienceSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("ALL") }),
  z.strictObject({
    kind: z.literal("TEAM_MEMBERS"),
    teamIds: z.array(idSchema).min(1, "Choose at least one team.").max(MAX_TEAMS, `At most ${MAX_TEAMS} teams.`),
  }),
  z.strictObject({
    kind: z.literal("RECIPIENTS"),
    recipientIds: z
      .array(idSchema)
      .min(1, "Choose at least one person.")
      .max(MAX_PICKED_RECIPIENTS, `At most ${MAX_PICKED_RECIPIENTS} people.`),
  }),
]);
export type Audience = z.infer<typeof audienceSchema>;
export type AudienceKind = Audience["kind"];

/** What an audience comes to before sending. `net` is the number on the button; the parts sum to `total`. */
export type Estimate = {
  total: number;
  net: number;
  optedOut: number;
  needsInstall: number;
  blocked: number;
  removed: number;
  guests: number;
  /** Seconds until the last person has it at the configured rate, this broadcast alone. */
  durationSeconds: number;
  estimatedAt: string;
};

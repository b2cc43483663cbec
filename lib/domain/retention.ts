// For how long what Herald writes down is kept. Each rule has a default, and a floor below which a report, a breaker or an
// auditor would miss it. An admin changes the days; null keeps for ever.
import { z } from "zod";

type RuleFacts = { defaultDays: number; leastDays: number };

/**
 * ATTEMPTS: requests to Teams, once their delivery has ended. INTERACTIONS: reads, reactions, clicks. DELIVERY_NAMES: names in
 * reports. DEPARTED: people who left the organisation, erased as a whole. EVENTS: what other systems reported. LIST_FLAWS: lines
 * of uploaded files that cannot be used; those that may yet name somebody stay with their list. STATISTICS: counts a few seconds
 * long, which name nobody. AUDIT: who did what, and their comments when they decided about an approval.
 */
export const RETENTION_RULES = {
  ATTEMPTS: { defaultDays: 180, leastDays: 7 },
  INTERACTIONS: { defaultDays: 365, leastDays: 30 },
  DELIVERY_NAMES: { defaultDays: 365, leastDays: 30 },
  DEPARTED: { defaultDays: 365, leastDays: 1 },
  EVENTS: { defaultDays: 90, leastDays: 2 },
  LIST_FLAWS: { defaultDays: 90, leastDays: 1 },
  STATISTICS: { defaultDays: 90, leastDays: 2 },
  AUDIT: { defaultDays: 730, leastDays: 90 },
} as const satisfies Record<string, RuleFacts>;

export type RetentionRuleName = keyof typeof RETENTION_RULES;
export const RETENTION_RULE_NAMES = Object.keys(RETENTION_RULES) as [RetentionRuleName, ...RetentionRuleName[]];
export const MAX_RETENTION_DAYS = 3650;

export type RetentionDays = Record<RetentionRuleName, number | null>;

export const retentionInputSchema = z
  .strictObject({
    rule: z.enum(RETENTION_RULE_NAMES),
    days: z.int("Enter a whole number of days.").max(MAX_RETENTION_DAYS, `At most ${MAX_RETENTION_DAYS} days.`).nullable(),
  })
  .check(({ value, issues }) => {
    const { leastDays } = RETENTION_RULES[value.rule];
    if (value.days === null || value.days >= leastDays) return;
    issues.push({ code: "custom", path: ["days"], message: `At least ${leastDays} days.`, input: value.days });
  });

/** How many rows a run deleted or emptied for each rule; a rule that keeps for ever is not there. */
export const retentionResultSchema = z.partialRecord(z.enum(RETENTION_RULE_NAMES), z.int().min(0));
export type RetentionResult = z.output<typeof retentionResultSchema>;

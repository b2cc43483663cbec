// What accompanies a send: the estimate as its author saw it on the button, and until when the message is worth sending.
import { z } from "zod";

import { SKIP_REASONS } from "@/lib/domain/delivery";
import { GROUP_READINGS } from "@/lib/domain/directory";
import type { Estimate } from "@/lib/domain/estimate";
import { ROSTER_ERRORS, ROSTER_STATUSES } from "@/lib/domain/roster";

const count = z.int().min(0);
const later = count.default(0);

/** As it was answered; what is only to be looked at may be sent along, and is not kept. */
export const estimateSchema = z.strictObject({
  total: count,
  net: count,
  optedOut: count,
  needsInstall: count,
  blocked: count,
  removed: count,
  disabled: later,
  guests: count,
  places: later,
  duplicates: later,
  excluded: later,
  durationSeconds: z.number().min(0),
  installSeconds: z.number().min(0).default(0),
  queuedAhead: later,
  ratePerSecond: z.number().min(0).default(0),
  estimatedAt: z.iso.datetime(),
  sample: z
    .array(z.object({ id: z.uuid(), name: z.string(), reason: z.enum(SKIP_REASONS).nullable() }))
    .optional(),
  groups: z
    .array(z.object({
      id: z.uuid(), name: z.string(), members: count.nullable(), readAt: z.iso.datetime().nullable(),
      reading: z.enum(GROUP_READINGS),
    }))
    .optional(),
  teams: z
    .array(z.object({
      id: z.uuid(), name: z.string(), readAt: z.iso.datetime().nullable(), old: z.boolean(),
      reading: z.enum(ROSTER_STATUSES).nullable(), error: z.enum(ROSTER_ERRORS).nullable(),
      goneAt: z.iso.datetime().nullable().default(null),
    }))
    .optional(),
});

type Sent = z.infer<typeof estimateSchema>;

export function numbersOf({ sample: _sample, groups: _groups, teams: _teams, ...numbers }: Sent): Estimate {
  return numbers;
}

export const expirySchema = z.iso.datetime({ offset: true, error: "Enter a time such as 2026-12-24T18:00:00Z." });

/** How many people the author was shown, typed above the limit (send-limits.ts). */
export const confirmedSchema = count.optional();

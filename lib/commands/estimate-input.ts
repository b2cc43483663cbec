// What accompanies a send: the estimate as its author saw it on the button, and until when the message is worth sending.
import { z } from "zod";

const count = z.int().min(0);

export const estimateSchema = z.strictObject({
  total: count,
  net: count,
  optedOut: count,
  needsInstall: count,
  blocked: count,
  removed: count,
  guests: count,
  durationSeconds: z.number().min(0),
  estimatedAt: z.iso.datetime(),
});

export const expirySchema = z.iso.datetime({ offset: true, error: "Enter a time such as 2026-12-24T18:00:00Z." });

// The estimate as a page sends it back: what its author saw on the button.
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

// What many answers are made of.
import { z } from "zod";

export const time = z.iso.datetime();
export const count = z.int().min(0);
export const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });
export const issues = z.array(z.object({ path: z.string(), message: z.string() }));
export const counts = z.object({
  total: count, queued: count, sending: count, retryWait: count, sent: count, failed: count, unconfirmed: count, skipped: count,
});

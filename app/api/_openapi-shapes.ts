// What many answers are made of.
import { z } from "zod";

import type { Command } from "@/lib/commands/command";

export const time = z.iso.datetime();
export const count = z.int().min(0);
export const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });
export const issues = z.array(z.object({ path: z.string(), message: z.string() }));
/** Rows as they are stored, by the name of their table. */
export const personalData = z.record(z.string(), z.array(z.record(z.string(), z.unknown())));
export const counts = z.object({
  total: count, queued: count, sending: count, retryWait: count, sent: count, failed: count, unconfirmed: count, skipped: count,
});

/** A command's input without the id, which is in the path. */
export function bodyOf({ name, input }: Pick<Command<never, unknown>, "name" | "input">): z.ZodObject {
  if (!(input instanceof z.ZodObject)) throw new Error(`The input of ${name} is no object.`);
  return "id" in input.shape ? input.omit({ id: true }) : input;
}

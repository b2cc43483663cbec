// What many answers are made of.
import { z } from "zod";

export const time = z.iso.datetime();
export const count = z.int().min(0);
export const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });

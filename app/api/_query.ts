// Query parameters of lists, checked in one way: unknown names and values are refused with the field named.
import { z } from "zod";

import { parseInput } from "@/lib/commands/command";

export const MAX_LIMIT = 200;
const DEFAULT_LIMIT = 50;

const limit = z.coerce.number("Enter a number.").int().min(1).max(MAX_LIMIT, `At most ${MAX_LIMIT}.`).default(DEFAULT_LIMIT);
const q = z.string().trim().max(200, "At most 200 characters.").optional();

/** A comma-separated list of known words. */
export function wordsSchema<const T extends readonly [string, ...string[]]>(words: T) {
  const known: readonly string[] = words;
  return z
    .string()
    .transform((text) => text.split(",").filter((word) => word !== ""))
    .refine((list) => list.every((word) => known.includes(word)), `Use some of ${words.join(", ")}.`)
    .transform((list) => list as T[number][])
    .optional();
}

/** Parses a list's query: `q`, `cursor`, `limit` and what the list adds. Throws BAD_INPUT. */
export function parseListQuery<S extends z.ZodRawShape>(shape: S, query: Record<string, string>) {
  return parseInput(z.strictObject({ q, cursor: z.string().max(200).optional(), limit, ...shape }), query);
}

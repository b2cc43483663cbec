// What the items of any page have in common. Graph may name the same thing twice in a page, and tell texts that PostgreSQL
// does not keep: one such page would stand in the way of all that come after it.
import { z } from "zod";

import { toStorable } from "@/lib/domain/storable-text";

/** A text that somebody has typed, without what cannot be kept of it. */
export const text = z.string().transform(toStorable).nullish();

/** Ids are compared in lower case. */
export const idText = z.string().transform((id) => toStorable(id).toLowerCase());

/** Each once, as the page tells it last. */
export function lastOfEach<T extends { id: string }>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [item.id, item])).values()];
}

"use client";

// The title of a broadcast as a list shows it: variables stand filled with their fallbacks, since nobody is addressed.
import { useLocale } from "use-intl";

import type { Message } from "@/lib/domain/message";
import { fillPlainVariables } from "@/lib/domain/variables";
import { variableDefaults } from "@/lib/texts/card-labels";
import { pickLocale } from "@/lib/texts/texts";

/** The title, or `untitled` when there is none yet. */
export function useBroadcastTitle({ title }: Pick<Message, "title">, untitled: string): string {
  const defaults = variableDefaults(pickLocale(useLocale()));
  return fillPlainVariables(title ?? "", {}, defaults).trim() || untitled;
}

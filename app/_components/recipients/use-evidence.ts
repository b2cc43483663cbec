"use client";

// What a state was concluded from, in words: an event of ours, or a code of Teams. Undefined when the source says it anyway.
import { useLocale, useTranslations } from "use-intl";

import type { RecipientView } from "@/lib/domain/views";
import { explainReason } from "@/lib/texts/explain-reason";
import { pickLocale } from "@/lib/texts/texts";

export function useEvidence({ evidence, source }: Pick<RecipientView, "evidence" | "source">): string | undefined {
  const status = useTranslations("status");
  const locale = pickLocale(useLocale());
  if (evidence === null || evidence === "" || evidence === source) return undefined;
  if (status.has(`evidence.${evidence}`)) return status(`evidence.${evidence}`);
  if (status.has(`source.${evidence}`)) return status(`source.${evidence}`);
  return explainReason(locale, "FAILED", evidence).title;
}

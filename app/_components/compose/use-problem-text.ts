"use client";

// A refusal of the API as the end of a sentence. A lost connection is said in the reader's language, since no server
// had the chance to.
import { useCallback } from "react";
import { useTranslations } from "use-intl";

import type { Refusal } from "./draft-saver";

export function useProblemText(): (problem: Refusal) => string {
  const t = useTranslations("compose");
  return useCallback((problem) => (problem.code === "OFFLINE" ? t("offline") : problem.message), [t]);
}

"use client";

// A refusal of the API as the end of a sentence. A lost connection is said in the reader's language, since no server had the
// chance to; and so is what a person does otherwise than a program.
import { useCallback } from "react";
import { useTranslations } from "use-intl";

import type { Refusal } from "./draft-saver";

export function useProblemText(): (problem: Refusal) => string {
  const t = useTranslations("compose");
  return useCallback(({ code, message }) => {
    if (code === "OFFLINE") return t("offline");
    return code === "NOT_CONFIRMED" ? t("notConfirmed") : message;
  }, [t]);
}

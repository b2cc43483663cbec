"use client";

// What the author can do with the whole draft: save it, and go on to the review once nothing is missing.
import { useRouter } from "next/navigation";
import { useCallback } from "react";
import { useTranslations } from "use-intl";

import { useToast } from "@/app/_components/use-toast";

import { focusField } from "./focus-field";
import type { Draft } from "./use-draft";
import { useSaveKey } from "./use-save-key";
import type { Validation } from "./use-validation";

export type ComposerActions = {
  /** Resolves to the id of the saved draft, or null when something keeps it from being saved. */
  saveNow: () => Promise<string | null>;
  /** Goes on to the review, or to the first field that is missing. */
  review: () => Promise<void>;
  /** Saves a standing broadcast, which must be complete because it is live. */
  saveStanding: () => Promise<void>;
};

export function useComposerActions(draft: Draft, validation: Validation, standing: boolean): ComposerActions {
  const { saver } = draft;
  const { issues, askAll } = validation;
  const t = useTranslations("compose");
  const router = useRouter();
  const toast = useToast();

  const isComplete = useCallback(() => {
    const [first] = issues;
    if (!first) return true;
    askAll();
    focusField(first.path);
    return false;
  }, [issues, askAll]);
  const saveNow = useCallback(async () => {
    if (standing && !isComplete()) return null;
    // A draft in which nothing has been written yet has nothing to save, so it says what is missing instead.
    if (!(await saver.flush()) || saver.getView() === null) {
      isComplete();
      return null;
    }
    return saver.getView()?.id ?? null;
  }, [saver, standing, isComplete]);
  const review = useCallback(async () => {
    if (!isComplete()) return;
    const id = await saveNow();
    if (id !== null) router.push(`/broadcasts/${id}/review`);
  }, [isComplete, saveNow, router]);
  const saveStanding = useCallback(async () => {
    if ((await saveNow()) !== null) toast(t("command.saved"));
  }, [saveNow, toast, t]);
  const onSaveKey = useCallback(() => {
    void (standing ? saveStanding() : saver.flush());
  }, [standing, saveStanding, saver]);
  useSaveKey(onSaveKey);
  return { saveNow, review, saveStanding };
}

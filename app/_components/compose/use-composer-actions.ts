"use client";

// What the author can do with the whole draft: save it, and go on to the review once nothing is missing.
import { useRouter } from "next/navigation";
import { useCallback } from "react";

import { focusField } from "./focus-field";
import type { Draft } from "./use-draft";
import { useSaveKey } from "./use-save-key";
import { type SaveLive, useSaveLive } from "./use-save-live";
import type { Validation } from "./use-validation";

export type ComposerActions = {
  /** Resolves to the id of the saved draft, or null when something keeps it from being saved. */
  saveNow: (confirmed?: number) => Promise<string | null>;
  /** Goes on to the review, or to the first field that is missing. */
  review: () => Promise<void>;
  /** Saves a standing or recurring broadcast, which must be complete because it is live. */
  saveLive: SaveLive;
};

export function useComposerActions(draft: Draft, validation: Validation, live: boolean): ComposerActions {
  const { saver } = draft;
  const { issues, askAll } = validation;
  const router = useRouter();

  const isComplete = useCallback(() => {
    const [first] = issues;
    if (!first) return true;
    askAll();
    focusField(first.path);
    return false;
  }, [issues, askAll]);
  const saveNow = useCallback(async (confirmed?: number) => {
    if (live && !isComplete()) return null;
    // A draft in which nothing has been written yet has nothing to save, so it says what is missing instead.
    if (!(await saver.flush(confirmed)) || saver.getView() === null) {
      isComplete();
      return null;
    }
    return saver.getView()?.id ?? null;
  }, [saver, live, isComplete]);
  const review = useCallback(async () => {
    if (!isComplete()) return;
    const id = await saveNow();
    if (id !== null) router.push(`/broadcasts/${id}/review`);
  }, [isComplete, saveNow, router]);
  const saveLive = useSaveLive(draft, saveNow);
  const { save } = saveLive;
  const onSaveKey = useCallback(() => {
    void (live ? save() : saver.flush());
  }, [live, save, saver]);
  useSaveKey(onSaveKey);
  return { saveNow, review, saveLive };
}

"use client";

// What every part of the builder needs: the audience as it stands, how to change it, and a voice.
import { createContext, useContext } from "react";

import type { AudienceDraft } from "./audience-draft";
import type { AudienceChange } from "./change-audience";

export type AudienceEditing = {
  draft: AudienceDraft;
  change: (change: AudienceChange) => void;
  /** Says something to a screen reader. */
  announce: (text: string) => void;
};

const Context = createContext<AudienceEditing | undefined>(undefined);

export const AudienceProvider = Context.Provider;

export function useAudience(): AudienceEditing {
  const editing = useContext(Context);
  if (!editing) throw new Error("useAudience needs an AudienceProvider above it.");
  return editing;
}

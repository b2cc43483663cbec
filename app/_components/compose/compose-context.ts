"use client";

// What every field of the composer needs: the draft, how to change it, and what is wrong where.
import { createContext, useContext } from "react";

import type { StandingEvent } from "@/lib/domain/broadcast";
import type { TopicView } from "@/lib/domain/views";

import type { DraftChange } from "./change-draft";
import type { DraftForm } from "./draft-form";

export type Compose = {
  form: DraftForm;
  change: (change: DraftChange) => void;
  /** What a standing broadcast fires on; false for every other one. */
  standing: StandingEvent | false;
  /** A template may stay incomplete, has no topic, and may leave words to external events. */
  template?: boolean;
  topics: readonly TopicView[];
  /** The sentence to show below the field of this path; undefined while there is nothing to complain about yet. */
  issueAt: (path: string) => string | undefined;
  /** The author has left this field: from now on it may complain. */
  touch: (path: string) => void;
  /** Says something to a screen reader. */
  announce: (text: string) => void;
};

const Context = createContext<Compose | undefined>(undefined);

export const ComposeProvider = Context.Provider;

export function useCompose(): Compose {
  const compose = useContext(Context);
  if (!compose) throw new Error("useCompose needs a ComposeProvider above it.");
  return compose;
}

"use client";

// A look for groups at Microsoft Entra itself, for words by which few or none are known here: asked for, and waited for. What it
// finds joins the groups that are known.
import { useEffect, useState } from "react";

import { apiSend } from "@/app/_components/api";
import { useCommand } from "@/app/_components/use-command";
import { useLive } from "@/app/_components/use-live";
import { type GroupSearchState, MIN_SEARCH_LETTERS } from "@/lib/domain/group-search";

const WAIT_MS = 700;

export type EntraLook = {
  /** The words it was last asked for. */
  words: string | null;
  /** REFUSED: the server would not begin; `problem` says why a begun one failed. */
  status: "NONE" | "LOOKING" | "DONE" | "FAILED" | "REFUSED";
  problem: string | null;
  /** Whether it is worth asking for these words. */
  offers: (words: string, known: number) => boolean;
  start: (words: string) => void;
};

/** So many that somebody sees what they look for, or types another letter. */
const ENOUGH_KNOWN = 3;

/** `refresh` asks for the groups that are known once more; a look is DONE when they are on the screen. */
export function useEntraLook(refresh: () => Promise<void>): EntraLook {
  const [words, setWords] = useState<string | null>(null);
  const [asked, setAsked] = useState<string | null>(null);
  const [settled, setSettled] = useState(false);
  const { error, run } = useCommand();
  const path = asked === null ? null : `/api/groups/search?q=${encodeURIComponent(asked)}`;
  const { data, loading } = useLive<GroupSearchState>(path, (state) => (isEnded(state) ? 0 : WAIT_MS));
  // The end of an earlier look for the same words is not that of this one.
  const [past, setPast] = useState<GroupSearchState>();
  const state = loading || data === past ? undefined : data;
  const isDone = asked !== null && state?.status === "DONE";
  useEffect(() => {
    if (isDone) void refresh().then(() => setSettled(true));
  }, [isDone, refresh]);

  const start = (next: string) => {
    setAsked(null);
    setSettled(false);
    setPast(data);
    setWords(next);
    void run(async () => {
      await apiSend("POST", "/api/groups/search", { body: { q: next } });
      setAsked(next);
    });
  };
  const ended = asked === null ? undefined : endOf(state);
  const status = words === null ? "NONE" : error ? "REFUSED" : ended === "DONE" && !settled ? "LOOKING" : ended ?? "LOOKING";
  return {
    words, status, problem: state?.problem ?? null, start,
    offers: (text, known) => {
      const isNew = text !== words || status === "REFUSED" || status === "FAILED";
      return isNew && text.length >= MIN_SEARCH_LETTERS && known < ENOUGH_KNOWN;
    },
  };
}

function endOf(state: GroupSearchState | undefined): "DONE" | "FAILED" | undefined {
  return state?.status === "DONE" || state?.status === "FAILED" ? state.status : undefined;
}

function isEnded(state: GroupSearchState | undefined): boolean {
  return endOf(state) !== undefined;
}

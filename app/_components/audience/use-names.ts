"use client";

// A loaded audience knows its parts by id alone; their names are asked for once.
import { useEffect } from "react";

import { useLive } from "@/app/_components/use-live";

import { useAudience } from "./audience-context";
import type { Chosen, PickedKind } from "./audience-draft";
import { namesOf, namesPath } from "./pick-source";

/** More names than this are no longer read; the rest is a number. */
export const SHOWN_NAMES = 60;

export function useNames(kind: PickedKind, chosen: readonly Chosen[]): void {
  const { change } = useAudience();
  const unknown = chosen.slice(0, SHOWN_NAMES).filter(({ name }) => name === null).map(({ id }) => id);
  const { data } = useLive<{ items: { id: string; name?: string; displayName?: string }[] }>(namesPath(kind, unknown), 0);
  useEffect(() => {
    if (data) change({ type: "names", names: namesOf(data.items) });
  }, [data, change]);
}

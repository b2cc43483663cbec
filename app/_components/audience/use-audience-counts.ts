"use client";

// What each of some audiences comes to now, counted one after the other, so that a page of them is no burst of questions.
import { useEffect, useState } from "react";

import { apiSend, ProblemError } from "@/app/_components/api";
import type { EstimateAnswer } from "@/lib/domain/estimate";
import type { SavedAudienceView } from "@/lib/domain/views";

/** By the id of the audience; null where it could not be counted, for example since a list of it was deleted. */
export type AudienceCounts = ReadonlyMap<string, Pick<EstimateAnswer, "total" | "net"> | null>;

export function useAudienceCounts(rows: readonly SavedAudienceView[] | undefined): AudienceCounts {
  const [counts, setCounts] = useState<AudienceCounts>(new Map());
  const question = JSON.stringify(rows?.map(({ id, audience }) => [id, audience]) ?? []);
  useEffect(() => {
    const abort = new AbortController();
    const countAll = async () => {
      for (const [id, audience] of JSON.parse(question) as [string, unknown][]) {
        const count = await countOne(audience, abort.signal);
        if (abort.signal.aborted) return;
        setCounts((before) => new Map(before).set(id, count));
      }
    };
    void countAll();
    return () => abort.abort();
  }, [question]);
  return counts;
}

async function countOne(audience: unknown, signal: AbortSignal): Promise<Pick<EstimateAnswer, "total" | "net"> | null> {
  try {
    const { total, net } = await apiSend<EstimateAnswer>("POST", "/api/audiences/estimate", { body: { audience }, signal });
    return { total, net };
  } catch (error) {
    if (signal.aborted || error instanceof ProblemError) return null;
    throw error;
  }
}

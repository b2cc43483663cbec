"use client";

// How many people an audience comes to, asked again a moment after it, or what its numbers hang on, has changed. An answer to
// an older question is thrown away.
import { useCallback, useEffect, useState } from "react";

import { apiSend, ProblemError } from "@/app/_components/api";
import { isAway } from "@/app/_components/presence";
import type { Audience } from "@/lib/domain/audience";
import type { MissingPolicy, Priority } from "@/lib/domain/broadcast";
import { type EstimateAnswer, isBeingRead } from "@/lib/domain/estimate";

const DELAY_MS = 350;
const READING_MS = 1_500;

export type EstimateState = {
  /** The newest answer, even while the next one is on its way. */
  estimate: EstimateAnswer | null;
  status: "NONE" | "LOADING" | "READY" | "FAILED";
  problem: ProblemError | null;
  refresh: () => void;
};

type Answer = { question: string; estimate: EstimateAnswer | null; problem: ProblemError | null };

export type EstimateChoices = { topic: string | null; priority: Priority; onMissing: MissingPolicy };

export function useEstimate(audience: Audience | null, { topic, priority, onMissing }: EstimateChoices): EstimateState {
  const body = audience ? JSON.stringify({ audience, ...(topic ? { topic } : {}), priority, onMissing }) : null;
  const [turn, setTurn] = useState(0);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const question = body === null ? null : `${turn} ${body}`;

  useEffect(() => {
    if (body === null || question === null) return;
    const abort = new AbortController();
    const ask = async () => {
      try {
        const estimate = await apiSend<EstimateAnswer>("POST", "/api/audiences/estimate", {
          body: JSON.parse(body) as unknown,
          signal: abort.signal,
          // Another turn was made by the clock, or by somebody at the page.
          unattended: turn > 0 && isAway(),
        });
        setAnswer({ question, estimate, problem: null });
      } catch (error) {
        if (abort.signal.aborted) return;
        if (!(error instanceof ProblemError)) throw error;
        setAnswer({ question, estimate: null, problem: error });
      }
    };
    const timer = setTimeout(() => void ask(), DELAY_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [body, question, turn]);

  // While members of its groups and teams are being read, the numbers are still to come.
  const answered = answer?.question === question ? answer?.estimate : undefined;
  const isReading = answered ? [...answered.groups, ...answered.teams].some(isBeingRead) : false;
  useEffect(() => {
    if (!isReading) return;
    const timer = setTimeout(() => setTurn((before) => before + 1), READING_MS);
    return () => clearTimeout(timer);
  }, [isReading, question]);

  const refresh = useCallback(() => setTurn((before) => before + 1), []);
  if (question === null) return { estimate: null, status: "NONE", problem: null, refresh };
  const current = answer?.question === question;
  const status = !current ? "LOADING" : answer.problem ? "FAILED" : "READY";
  return { estimate: answer?.estimate ?? null, status, problem: current ? answer.problem : null, refresh };
}

"use client";

// Saves what is live, which is to send it: to others than before only after their number was typed, where the server asks for
// that. What a recurring broadcast became by it, its page shows.
import { useRouter } from "next/navigation";
import { useCallback, useState } from "react";
import { useTranslations } from "use-intl";

import { apiSend } from "@/app/_components/api";
import { audienceOf } from "@/app/_components/audience/audience-draft";
import { type Command, useCommand } from "@/app/_components/use-command";
import { useToast } from "@/app/_components/use-toast";
import { type EstimateAnswer, reachOf } from "@/lib/domain/estimate";

import type { DraftForm } from "./draft-form";
import type { DraftSaver } from "./draft-saver";
import type { Draft } from "./use-draft";

export type SaveLive = {
  save: (confirmed?: number) => Promise<void>;
  /** How many people have to be typed before it is saved. */
  asks: number | undefined;
  goBack: () => void;
  /** Counting them. */
  counting: Command;
};

export function useSaveLive(
  { form, saver }: Draft, saveNow: (confirmed?: number) => Promise<string | null>,
): SaveLive {
  const [asks, setAsks] = useState<number>();
  const counting = useCommand();
  const { run } = counting;
  const finish = useFinish();
  const save = useCallback(async (confirmed?: number) => {
    if ((await saveNow(confirmed)) !== null) return finish(saver);
    const state = saver.getState();
    if (state.kind !== "REFUSED" || state.problem.code !== "NOT_CONFIRMED") return;
    await run(async () => setAsks(await countPeople(form)));
  }, [saveNow, finish, saver, run, form]);
  const goBack = useCallback(() => setAsks(undefined), []);
  return { save, asks, goBack, counting };
}

/** Says what became of it: a change may need approval anew. */
function useFinish(): (saver: DraftSaver) => void {
  const t = useTranslations("compose");
  const r = useTranslations("recurring");
  const router = useRouter();
  const toast = useToast();
  return useCallback((saver) => {
    const view = saver.getView();
    if (view?.purpose !== "RECURRING") return toast(t("command.saved"));
    toast(r(view.status === "IN_REVIEW" ? "saved.inReview" : view.status === "PAUSED" ? "saved.paused" : "saved.active"));
    router.push(`/broadcasts/${view.id}`);
  }, [t, r, router, toast]);
}

async function countPeople({ audience, topic, priority, onMissing }: DraftForm): Promise<number> {
  const body = { audience: audienceOf(audience), ...(topic ? { topic } : {}), priority, onMissing };
  return reachOf(await apiSend<EstimateAnswer>("POST", "/api/audiences/estimate", { body }), onMissing);
}

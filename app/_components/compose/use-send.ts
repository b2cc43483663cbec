"use client";

// Sends or schedules what the author has just read, and nothing else: if the draft was changed meanwhile, for example
// in another tab, it asks to read it again first.
import { useRouter } from "next/navigation";
import { useCallback, useState } from "react";
import { useTranslations } from "use-intl";

import { apiGet, apiSend, type ProblemError } from "@/app/_components/api";
import { useCommand } from "@/app/_components/use-command";
import { useToast } from "@/app/_components/use-toast";
import type { EstimateAnswer } from "@/lib/domain/estimate";
import type { BroadcastView } from "@/lib/domain/views";

import { type Expires, isoOf, type When } from "./send-time";

export type Send = {
  /** `confirmed`: the number of people that was typed, if it had to be. */
  send: (when: When, expires: Expires, confirmed?: number) => Promise<void>;
  busy: boolean;
  error: ProblemError | undefined;
  /** The draft is no longer what this page shows. */
  changed: boolean;
};

export function useSend(view: BroadcastView, estimate: EstimateAnswer | null): Send {
  const t = useTranslations("review");
  const a = useTranslations("approval");
  const router = useRouter();
  const toast = useToast();
  const { run, busy, error } = useCommand();
  const [changed, setChanged] = useState(false);

  const send = useCallback(async (when: When, expires: Expires, confirmed?: number) => {
    let stale = false;
    let asks = false;
    const sent = await run(async () => {
      const current = await apiGet<BroadcastView>(`/api/broadcasts/${view.id}`);
      stale = current.status === "DRAFT" && current.revision !== view.revision;
      if (stale) return;
      const shown = { ...(estimate && { estimate }), ...(confirmed !== undefined && { confirmed }) };
      asks = (await post(view, when, expires, shown)).status === "IN_REVIEW";
    });
    setChanged(stale);
    if (!sent || stale) return;
    toast(asks ? a("sent") : t(when.kind === "NOW" ? "sent" : "scheduled"));
    router.push(`/broadcasts/${view.id}`);
  }, [view, estimate, run, router, toast, t, a]);
  return { send, busy, error, changed };
}

type Shown = { estimate?: EstimateAnswer; confirmed?: number };

function post({ id, revision }: BroadcastView, when: When, expires: Expires, shown: Shown): Promise<BroadcastView> {
  const expiresAt = expires.on ? isoOf(expires) : undefined;
  const body = { ...shown, ...(expiresAt !== undefined && { expiresAt }) };
  if (when.kind === "NOW") return apiSend<BroadcastView>("POST", `/api/broadcasts/${id}/send`, { body, revision });
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const schedule = { ...body, scheduledAt: isoOf(when), zone };
  return apiSend<BroadcastView>("POST", `/api/broadcasts/${id}/schedule`, { body: schedule, revision });
}

"use client";

// What a person may do to a broadcast from its report. Each write is confirmed by a toast; a refusal stays in `error`.
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";

import type { BroadcastDetail, BroadcastView } from "@/lib/domain/views";

import { apiSend } from "./api";
import { useCommand } from "./use-command";
import { useToast } from "./use-toast";

export function useReportActions(detail: BroadcastDetail, onChanged: () => void) {
  const t = useTranslations("report");
  const router = useRouter();
  const toast = useToast();
  const { busy, error, run } = useCommand();
  const path = `/api/broadcasts/${detail.id}`;
  const act = (verb: string, done: string) => () => void run(async () => {
    await apiSend("POST", `${path}/${verb}`);
    toast(done);
  }).then(onChanged);
  const openCopy = async (also: () => Promise<void>) => {
    const copy = await apiSend<BroadcastView>("POST", `${path}/duplicate`);
    await also();
    router.push(`/broadcasts/${copy.id}/edit`);
  };
  return {
    busy,
    error,
    pause: act("pause", t("done.paused")),
    resume: act("resume", t("done.resumed")),
    takeBack: act("take-back", t(detail.purpose === "RECURRING" ? "done.withdrawn" : "done.takenBack")),
    cancel: act("cancel", t("done.canceled")),
    retry: act("retry-failed", t("done.retried", { count: detail.counts.failed })),
    duplicate: () => void run(() => openCopy(() => Promise.resolve())),
    /** A copy to change, and the end of this one. The copy first: should the second step fail, nothing is lost. */
    redraft: () => void run(() => openCopy(() => apiSend("POST", `${path}/cancel`))),
    remove: () => void run(async () => {
      await apiSend("DELETE", path);
      toast(t("done.removed"));
      router.push("/broadcasts");
    }),
  };
}

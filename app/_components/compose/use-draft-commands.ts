"use client";

// The commands on a draft that reach beyond its text. Each first saves what is typed, so that what is tested, copied or
// reviewed is what the author sees.
import { useRouter } from "next/navigation";
import { useCallback } from "react";
import { useTranslations } from "use-intl";

import { apiSend } from "@/app/_components/api";
import { type Command, useCommand } from "@/app/_components/use-command";
import { useToast } from "@/app/_components/use-toast";
import type { BroadcastView } from "@/lib/domain/views";

import { dropBackup } from "./draft-backup";

export type DraftCommands = {
  test: Command;
  other: Command;
  sendTest: () => Promise<void>;
  duplicate: () => Promise<void>;
  remove: () => Promise<void>;
};

/** `save` resolves to the id of the saved draft, or null when it could not be saved (which the page shows already). */
export function useDraftCommands(save: () => Promise<string | null>): DraftCommands {
  const t = useTranslations("compose");
  const router = useRouter();
  const toast = useToast();
  const test = useCommand();
  const other = useCommand();

  const sendTest = useCallback(async () => {
    const id = await save();
    if (id === null) return;
    const sent = await test.run(async () => {
      await apiSend<BroadcastView>("POST", `/api/broadcasts/${id}/test`);
    });
    if (sent) toast(t("command.testSent"));
  }, [save, test, toast, t]);

  const duplicate = useCallback(async () => {
    const id = await save();
    if (id === null) return;
    await other.run(async () => {
      const copy = await apiSend<BroadcastView>("POST", `/api/broadcasts/${id}/duplicate`);
      router.push(`/broadcasts/${copy.id}/edit`);
    });
  }, [save, other, router]);

  const remove = useCallback(async () => {
    const id = await save();
    if (id === null) return;
    const removed = await other.run(async () => {
      await apiSend("DELETE", `/api/broadcasts/${id}`);
      dropBackup(localStorage, id);
    });
    if (!removed) return;
    toast(t("delete.done"));
    router.push("/broadcasts");
  }, [save, other, router, toast, t]);

  return { test, other, sendTest, duplicate, remove };
}

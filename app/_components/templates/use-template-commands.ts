"use client";

// The deeds in the list of templates: start a broadcast of one, copy it, delete it.
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";

import { apiGet, apiSend, ProblemError } from "@/app/_components/api";
import { type Command, useCommand } from "@/app/_components/use-command";
import { useToast } from "@/app/_components/use-toast";
import type { BroadcastView, Page, TemplateView } from "@/lib/domain/views";

import { nameCopy } from "./name-copy";

export type TemplateCommands = Pick<Command, "busy" | "error"> & {
  use: () => Promise<void>;
  duplicate: () => Promise<void>;
  remove: () => Promise<void>;
};

export function useTemplateCommands({ id, name, message }: TemplateView, onChanged: () => void): TemplateCommands {
  const t = useTranslations("templates");
  const router = useRouter();
  const toast = useToast();
  const { busy, error, run } = useCommand();

  const use = async () => {
    await run(async () => {
      const draft = await apiSend<BroadcastView>("POST", "/api/broadcasts", { body: { message } });
      router.push(`/broadcasts/${draft.id}/edit`);
    });
  };
  const duplicate = async () => {
    await run(async () => {
      const { items } = await apiGet<Page<TemplateView>>("/api/templates");
      const copy = nameCopy(name, items.map((one) => one.name), (base, number) => t("copyOf", { name: base, number }));
      const made = await apiSend<TemplateView>("POST", "/api/templates", { body: { name: copy, message } });
      toast(t("saved", { name: made.name }));
      onChanged();
    });
  };
  const remove = async () => {
    await run(async () => {
      await apiSend("DELETE", `/api/templates/${id}`).catch(unlessGone);
      toast(t("deleted", { name }));
      onChanged();
    });
  };
  return { busy, error, use, duplicate, remove };
}

/** Somebody else deleted it first, which is what was wanted. */
function unlessGone(error: unknown): void {
  if (!(error instanceof ProblemError) || error.code !== "NOT_FOUND") throw error;
}

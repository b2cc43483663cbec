"use client";

// Keeps the message of a draft as a template, under a name.
import { useTranslations } from "use-intl";

import { apiSend } from "@/app/_components/api";
import { MAX_NAME, NameDialog } from "@/app/_components/name-dialog";
import { useToast } from "@/app/_components/use-toast";
import type { Message } from "@/lib/domain/message";
import type { TemplateView } from "@/lib/domain/views";

type Props = { message: Message; onClose: () => void };

export function SaveTemplateDialog({ message, onClose }: Props) {
  const t = useTranslations("templates");
  const toast = useToast();
  const save = async (name: string) => {
    const template = await apiSend<TemplateView>("POST", "/api/templates", { body: { name, message } });
    toast(t("saved", { name: template.name }));
  };
  const words = {
    title: t("saveAs.title"),
    text: t("saveAs.text"),
    label: t("saveAs.name"),
    missing: t("editor.fault.missing"),
    taken: t("editor.nameTaken"),
    cancel: t("saveAs.cancel"),
    confirm: t("saveAs.confirm"),
  };
  const proposed = (message.title ?? "").replace(/\{\{[^}]*\}\}/g, "").trim().slice(0, MAX_NAME);
  return <NameDialog words={words} name={proposed} onSave={save} onClose={onClose} />;
}

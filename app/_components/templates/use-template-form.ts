"use client";

// A template in the hands of whoever edits it: its name, its message, what is wrong with them, and saving. Unlike a draft
// it is saved on request, as a whole, under the revision that was read; nobody else's version is overwritten.
import { useCallback, useMemo, useReducer, useState } from "react";
import { useTranslations } from "use-intl";

import { apiSend, type ProblemError } from "@/app/_components/api";
import { changeDraft, type DraftChange } from "@/app/_components/compose/change-draft";
import { type DraftForm, emptyForm, formOf, messageOf } from "@/app/_components/compose/draft-form";
import { type DraftIssue, findMalformed, issuesFromServer, sortIssues } from "@/app/_components/compose/draft-issues";
import { useIssueText } from "@/app/_components/compose/use-issue-text";
import { useCommand } from "@/app/_components/use-command";
import type { Message } from "@/lib/domain/message";
import type { TemplateView } from "@/lib/domain/views";

export type TemplateForm = {
  name: string;
  rename: (name: string) => void;
  /** What is wrong with the name, in words. */
  nameIssue: string | undefined;
  form: DraftForm;
  change: (change: DraftChange) => void;
  message: Message;
  issueAt: (path: string) => string | undefined;
  unsaved: boolean;
  busy: boolean;
  /** A refusal that concerns no single field. */
  problem: ProblemError | undefined;
  /** Somebody else has saved the template meanwhile. */
  outdated: boolean;
  /** Resolves to the saved template, or undefined when something keeps it from being saved. */
  save: () => Promise<TemplateView | undefined>;
};

const MAX_NAME = 80;

export function useTemplateForm(template: TemplateView | null, lang: string): TemplateForm {
  const t = useTranslations("templates");
  const textOf = useIssueText();
  const command = useCommand();
  const [asked, setAsked] = useState(false);
  const [name, setName] = useState(template?.name ?? "");
  const [saved, setSaved] = useState(template);
  const [form, change] = useReducer(changeDraft, template, (from) => openForm(from, lang));
  const message = useMemo(() => messageOf(form), [form]);
  const issues = useMemo(() => sortIssues(findMalformed({ message })), [message]);
  const refused = issuesFromServer(command.error?.issues ?? []);
  const untouched = useMemo(() => bodyOf(saved?.name ?? "", messageOf(openForm(saved, lang))), [saved, lang]);

  const rename = (value: string) => {
    setName(value);
    command.clear();
  };
  const issueAt = useCallback((path: string) => {
    const issue = [...refused, ...issues].find((one) => one.path === path);
    return issue && textOf(issue).reason;
  }, [refused, issues, textOf]);
  const save = async () => {
    setAsked(true);
    if (nameFault(name) !== undefined || issues.length > 0 || form.kind === null) return undefined;
    let result: TemplateView | undefined;
    await command.run(async () => {
      result = await send(saved, { name: name.trim(), message });
    });
    if (result) setSaved(result);
    return result;
  };
  const fault = asked ? nameFault(name) : undefined;
  const taken = command.error?.code === "CONFLICT" && has(refused, "name");
  return {
    name, rename, form, change, message, issueAt, save,
    nameIssue: taken ? t("editor.nameTaken") : fault && t(`editor.fault.${fault}`),
    unsaved: form.kind !== null && bodyOf(name, message) !== untouched,
    busy: command.busy,
    problem: refused.length > 0 ? undefined : command.error,
    outdated: command.error?.code === "CONFLICT" && !taken,
  };
}

function openForm(template: TemplateView | null, lang: string): DraftForm {
  if (!template) return emptyForm(lang);
  const { topic, onUnknown, onMissing, priority } = emptyForm(lang);
  return formOf({ message: template.message, topic, audience: null, onUnknown, onMissing, priority }, lang);
}

function send(saved: TemplateView | null, body: { name: string; message: Message }): Promise<TemplateView> {
  if (!saved) return apiSend<TemplateView>("POST", "/api/templates", { body });
  return apiSend<TemplateView>("PUT", `/api/templates/${saved.id}`, { body, revision: saved.revision });
}

function nameFault(name: string): "missing" | "tooLong" | undefined {
  if (name.trim() === "") return "missing";
  return name.trim().length > MAX_NAME ? "tooLong" : undefined;
}

function has(issues: readonly DraftIssue[], path: string): boolean {
  return issues.some((issue) => issue.path === path);
}

function bodyOf(name: string, message: Message): string {
  return JSON.stringify([name, message]);
}

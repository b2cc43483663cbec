"use client";

// Issues in the reader's words: which field, and what to do about it. Unknown paths fall back to what the server said.
import { useCallback } from "react";
import { useTranslations } from "use-intl";

import type { DraftIssue } from "./draft-issues";

const KEYS: Record<string, string> = { "message.image.url": "imageUrl", "message.image.altText": "imageAltText" };
const OWN_FIELDS = [
  "title",
  "summary",
  "why",
  "offer",
  "nextStep",
  "whatHappened",
  "affected",
  "actor",
  "whatToDo",
  "optOutHint",
  "lang",
  "buttons",
];

export type IssueText = { field: string; reason: string };

export function useFieldLabel(): (path: string) => string {
  const t = useTranslations("compose");
  return useCallback((path) => t(`field.${labelKeyOf(path)}`, { number: numberIn(path) }), [t]);
}

export function useIssueText(): (issue: DraftIssue) => IssueText {
  const t = useTranslations("compose");
  const labelOf = useFieldLabel();
  return useCallback((issue) => {
    const field = labelOf(issue.path);
    return { field, reason: reasonOf(issue, field, t) };
  }, [t, labelOf]);
}

function reasonOf(issue: DraftIssue, field: string, t: ReturnType<typeof useTranslations>): string {
  switch (issue.code) {
    case "missing": {
      const key = labelKeyOf(issue.path);
      return t(`missing.${t.has(`missing.${key}`) ? key : "other"}`, { number: numberIn(issue.path), field });
    }
    case "tooLong":
      return t(isList(issue.path) ? "issue.tooMany" : "issue.tooLong", { max: issue.max, length: issue.length });
    case "variable":
      return t(issue.name.startsWith("event.") ? "issue.eventVariable" : "issue.variable", { name: issue.name });
    case "server":
      return issue.message;
    default:
      return t(`issue.${issue.code}`);
  }
}

function labelKeyOf(path: string): string {
  const known = KEYS[path];
  if (known) return known;
  if (/^message\.buttons\.\d+\.title$/.test(path)) return "buttonTitle";
  if (/^message\.buttons\.\d+\.url$/.test(path)) return "buttonUrl";
  const [first = "", second = ""] = path.split(".");
  if (first === "topic" || first === "audience" || first === "priority") return first;
  return OWN_FIELDS.includes(second) ? second : "message";
}

/** Buttons are counted from one when people read it. */
function numberIn(path: string): number {
  return Number(/\.(\d+)(\.|$)/.exec(path)?.[1] ?? 0) + 1;
}

function isList(path: string): boolean {
  return path === "message.buttons" || path.startsWith("audience");
}

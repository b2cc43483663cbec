// The words of the bot's cards about approvals.
import type { ApprovalLabels, ReviewEnd } from "@/lib/domain/card-approval";

import { type Locale, MESSAGES, texts } from "./texts";

export function approvalLabels(locale: Locale): ApprovalLabels {
  const t = texts(locale);
  const { band, request, button, end, outcome, said, notice } = MESSAGES[locale].approvalCard;
  const ended = (key: ReviewEnd) => ({
    title: end[key].title,
    text: (names: { name: string; title: string }) => t(`approvalCard.end.${key}.text`, names),
  });
  const told = (key: "APPROVED" | "REJECTED") => ({
    title: outcome[key].title,
    text: (names: { name: string; title: string }) => t(`approvalCard.outcome.${key}.text`, names),
  });
  return {
    lang: locale,
    band,
    request: {
      ...request,
      text: (names) => t("approvalCard.request.text", names),
      people: (count) => t("approvalCard.request.people", { count }),
      reason: MESSAGES[locale].approval.reason,
      audience: (audience) => t("approvalCard.request.audience", { audience }),
      repeats: (rhythm) => t("approvalCard.request.repeats", { rhythm }),
      next: (at) => t("approvalCard.request.next", { at }),
      end: (at) => t("approvalCard.request.end", { at }),
      topic: (topic) => t("approvalCard.request.topic", { topic }),
      when: (at) => t("approvalCard.request.when", { at }),
    },
    button,
    end: { APPROVED: ended("APPROVED"), REJECTED: ended("REJECTED"), PENDING: ended("PENDING"), OVER: ended("OVER") },
    outcome: { APPROVED: told("APPROVED"), REJECTED: told("REJECTED") },
    said,
    notice,
  };
}

"use client";

// Before the button is pressed: that somebody else will have to approve, by what is known here. The server decides, by its
// own count, when it is pressed.
import { MessageBar, MessageBarBody } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import { useLive } from "@/app/_components/use-live";
import { approvalReasons } from "@/lib/domain/approval";
import type { ApprovalRuleView } from "@/lib/domain/approval-view";
import type { BroadcastView, TopicView } from "@/lib/domain/views";

type Facts = { view: Pick<BroadcastView, "priority">; topic: TopicView | undefined; people: number | undefined };

export function ApprovalHint({ needed }: { needed: boolean }) {
  const t = useTranslations("approval");
  if (!needed) return null;
  return <MessageBar intent="info" layout="multiline"><MessageBarBody>{t("hint")}</MessageBarBody></MessageBar>;
}

export function useNeedsApproval({ view, topic, people }: Facts): boolean {
  const rule = useLive<ApprovalRuleView>("/api/approval-rule", 0);
  if (!rule.data || people === undefined) return false;
  const facts = { people, urgent: view.priority === "URGENT", mandatory: topic?.mandatory ?? false };
  return approvalReasons(rule.data, facts).length > 0;
}

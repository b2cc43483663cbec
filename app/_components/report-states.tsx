"use client";

// Lasting states of a broadcast that need words: paused and why, failed and why, and deliveries that may have
// arrived twice.
import { MessageBar, MessageBarBody, type MessageBarIntent, MessageBarTitle } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import type { BroadcastDetail } from "@/lib/domain/views";

type State = { key: string; intent: MessageBarIntent; title: string; text: string };

export function ReportStates({ detail }: { detail: BroadcastDetail }) {
  const states = useStates(detail);
  return states.map(({ key, intent, title, text }) => (
    <MessageBar key={key} intent={intent} layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{title}</MessageBarTitle>
        {text}
      </MessageBarBody>
    </MessageBar>
  ));
}

function useStates({ status, statusReason, purpose, possibleDuplicates }: BroadcastDetail): State[] {
  const t = useTranslations("report");
  const states: State[] = [];
  if (status === "PAUSED" && purpose !== "STANDING") {
    const text = statusReason ?? t("state.pausedText");
    states.push({ key: "paused", intent: "warning", title: t("state.paused"), text });
  }
  if (status === "PAUSED" && purpose === "STANDING") {
    states.push({ key: "off", intent: "info", title: t("state.standingOff"), text: t("state.standingOffText") });
  }
  if (status === "FAILED") {
    const text = statusReason ?? t("state.failedText");
    states.push({ key: "failed", intent: "error", title: t("state.failed"), text });
  }
  if (possibleDuplicates > 0) {
    const title = t("state.duplicates", { count: possibleDuplicates });
    states.push({ key: "duplicates", intent: "info", title, text: t("state.duplicatesText") });
  }
  return states;
}

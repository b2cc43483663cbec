"use client";

// Lasting states of a broadcast that need words: paused by a person, failed and why, and deliveries that may have
// arrived twice.
import { MessageBar, MessageBarBody, type MessageBarIntent, MessageBarTitle } from "@fluentui/react-components";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";

import type { BroadcastDetail } from "@/lib/domain/views";

import { heldCauseOf } from "./held-cause";
import { ServerWords } from "./server-words";

type State = { key: string; intent: MessageBarIntent; title: string; text: ReactNode };

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

function useStates(detail: BroadcastDetail): State[] {
  const t = useTranslations("report");
  const { status, statusReason, purpose, standingEvent, possibleDuplicates } = detail;
  const states: State[] = [];
  const reason = statusReason !== null && <ServerWords>{statusReason}</ServerWords>;
  if (status === "PAUSED" && purpose !== "STANDING" && !heldCauseOf(detail)) {
    const text = reason || t("state.pausedText");
    states.push({ key: "paused", intent: "warning", title: t("state.paused"), text });
  }
  if (status === "PAUSED" && purpose === "STANDING") {
    states.push({ key: "off", intent: "info", title: t("state.standingOff"), text: t(`state.standingOffText.${standingEvent ?? "PERSONAL_INSTALL"}`) });
  }
  if (status === "FAILED") {
    const text = reason || t("state.failedText");
    states.push({ key: "failed", intent: "error", title: t("state.failed"), text });
  }
  if (possibleDuplicates > 0) {
    const title = t("state.duplicates", { count: possibleDuplicates });
    states.push({ key: "duplicates", intent: "info", title, text: t("state.duplicatesText") });
  }
  return states;
}

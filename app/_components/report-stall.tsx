"use client";

// A broadcast that should move and does not: the cause in words, what it means for the people, and what to do about it.
import { MessageBar, MessageBarBody, type MessageBarIntent, MessageBarTitle } from "@fluentui/react-components";
import { useNow, useTranslations } from "use-intl";

import type { BroadcastDetail, StallCause } from "@/lib/domain/views";

import { findShownStall } from "./shown-stall";
import { When } from "./when";

const TICK_MS = 1_000;

const INTENTS: Record<StallCause, MessageBarIntent> = {
  NO_ENGINE: "error",
  THROTTLED: "info",
  BREAKER: "warning",
  RETRIES: "info",
  TURN: "info",
};

export function ReportStall({ detail }: { detail: BroadcastDetail }) {
  const t = useTranslations("report");
  const now = useNow({ updateInterval: TICK_MS });
  const stall = findShownStall(detail, now);
  // The region is there before its words are: only so are they announced.
  return (
    <div role="status">
      {stall && (
        <MessageBar intent={INTENTS[stall.cause]} layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{t(`stall.${stall.cause}.title`)}</MessageBarTitle>
            {t(`stall.${stall.cause}.text`)}
            {stall.until !== null && new Date(stall.until) > now && (
              <> {t(`stall.${stall.cause}.until`)} <When at={stall.until} exact />.</>
            )}
          </MessageBarBody>
        </MessageBar>
      )}
    </div>
  );
}

"use client";

// The finished card, with the advice that still stands.
import { useMemo } from "react";
import { useTranslations } from "use-intl";

import { usePerson } from "@/app/_components/shell-context";
import { reasonKindOf } from "@/lib/domain/audience";
import type { BroadcastView, TopicView } from "@/lib/domain/views";

import { LintList } from "./lint-list";
import { previewCard } from "./preview-card";
import { PreviewPanel } from "./preview-panel";
import { SizeMeter } from "./size-meter";

export function ReviewCard({ view, topic }: { view: BroadcastView; topic: TopicView | undefined }) {
  const t = useTranslations("review");
  const reader = usePerson().name;
  const preview = useMemo(() => {
    const shown = topic ?? { name: view.topicName ?? t("topic"), mandatory: false };
    return previewCard(view.message, shown, view.audience ? reasonKindOf(view.audience) : "ALL", reader);
  }, [view, topic, reader, t]);
  return (
    <>
      <PreviewPanel preview={preview} />
      <SizeMeter sizeBytes={preview.sizeBytes} />
      <LintList message={view.message} base={`/broadcasts/${view.id}/edit`} />
    </>
  );
}

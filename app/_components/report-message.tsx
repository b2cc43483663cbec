"use client";

// What was sent, as its readers met it. Folded away at first: the report is about numbers, and the card renderer is
// loaded only when somebody wants to see the card. Open for whoever has to approve it.
import { Button, Text } from "@fluentui/react-components";
import { EyeRegular } from "@fluentui/react-icons/svg/eye";
import dynamic from "next/dynamic";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";

import { reasonKindOf } from "@/lib/domain/audience";
import { summaryOf } from "@/lib/domain/message";
import type { BroadcastDetail, Page, TopicView } from "@/lib/domain/views";

import { previewCard } from "./compose/preview-card";
import { ProblemBar } from "./problem-bar";
import { ReportCard } from "./report-card";
import { usePerson } from "./shell-context";
import { useThemeChoice } from "./theme-provider";
import { useLive } from "./use-live";

const CardPreview = dynamic(() => import("./card-preview").then((module) => module.CardPreview), { ssr: false });

export function ReportMessage({ detail }: { detail: BroadcastDetail }) {
  const t = useTranslations("report");
  const [shown, setShown] = useState(detail.status === "IN_REVIEW");
  const id = useId();
  const toggle = (
    <Button icon={<EyeRegular />} aria-expanded={shown} aria-controls={id} onClick={() => setShown(!shown)}>
      {t(shown ? "message.hide" : "message.show")}
    </Button>
  );
  return (
    <ReportCard title={t("message.title")} tools={toggle}>
      <div id={id}>{shown ? <Card detail={detail} /> : <Text dir="auto">{summaryOf(detail.message)}</Text>}</div>
    </ReportCard>
  );
}

function Card({ detail: { message, topic, audience, standingEvent } }: { detail: BroadcastDetail }) {
  const t = useTranslations("report");
  const { name } = usePerson();
  const { shown } = useThemeChoice();
  const topics = useLive<Page<TopicView>>("/api/topics", 0);
  if (!topics.data) return <ProblemBar error={topics.error} onRetry={() => void topics.refresh()} />;
  const found = topics.data.items.find((one) => one.key === topic) ?? { name: "", mandatory: false };
  const reason = standingEvent ?? (audience ? reasonKindOf(audience) : "ALL");
  const { card, summary } = previewCard(message, found, reason, name);
  return (
    <CardPreview
      card={card}
      summary={summary}
      theme={shown === "light" ? "light" : "dark"}
      width="wide"
      senderName={t("message.sender")}
      label={{
        preview: t("message.label"),
        approximate: t("message.approximate"),
        toast: t("message.toast"),
        failed: t("message.failed"),
      }}
    />
  );
}

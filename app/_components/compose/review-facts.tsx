"use client";

// The choices of a draft in words: title, topic, audience, toast and delivery.
import { makeStyles, Text, tokens } from "@fluentui/react-components";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";

import { AudienceWords } from "@/app/_components/audience/audience-words";
import { summaryOf } from "@/lib/domain/message";
import type { BroadcastView, TopicView } from "@/lib/domain/views";

import { useMayHurry } from "./use-may-hurry";

const useStyles = makeStyles({
  list: {
    display: "grid",
    gridTemplateColumns: "minmax(120px, max-content) minmax(0, 1fr)",
    gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
    margin: 0,
    "@media (max-width: 480px)": { gridTemplateColumns: "minmax(0, 1fr)", rowGap: tokens.spacingVerticalXXS },
  },
  name: { color: tokens.colorNeutralForeground3 },
  value: {
    margin: 0,
    overflowWrap: "anywhere",
    "@media (max-width: 480px)": { marginBottom: tokens.spacingVerticalS },
  },
  note: { display: "block", color: tokens.colorNeutralForeground3 },
});

export function ReviewFacts({ view, topic }: { view: BroadcastView; topic: TopicView | undefined }) {
  const t = useTranslations("review");
  const c = useTranslations("compose");
  const styles = useStyles();
  const { message } = view;
  const mayHurry = useMayHurry(view.purpose === "STANDING");
  return (
    <dl className={styles.list}>
      <Fact name={c("field.title")}>{message.title || "–"}</Fact>
      <Fact name={t("summary")}>{summaryOf(message) || "–"}</Fact>
      <Fact name={t("kind")}>{c(`kind.${message.kind}`)}</Fact>
      <Fact name={t("topic")}>
        {topic?.name ?? view.topicName ?? t("noTopic")}
        {topic?.mandatory && <Text size={200} className={styles.note}>{t("mandatory")}</Text>}
      </Fact>
      <Fact name={t("audience")}>{view.audience ? <AudienceWords audience={view.audience} /> : t("audienceNone")}</Fact>
      {view.onMissing === "INSTALL" && <Fact name={t("onMissing")}>{t("onMissingInstall")}</Fact>}
      <Fact name={t("priority")}>
        {c(`delivery.${view.priority}`)}
        <Text size={200} className={styles.note}>{c(`delivery.${view.priority}_text`)}</Text>
        {view.priority === "URGENT" && !mayHurry && (
          <Text size={200} className={styles.note}>{c("delivery.urgentAdmin")}</Text>
        )}
      </Fact>
      <Fact name={t("onUnknown")}>
        {c(`delivery.${view.onUnknown}`)}
        <Text size={200} className={styles.note}>{c(`delivery.${view.onUnknown}_text`)}</Text>
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  const styles = useStyles();
  return (
    <>
      <dt className={styles.name}>{name}</dt>
      <dd className={styles.value} dir="auto">{children}</dd>
    </>
  );
}

"use client";

// The head of a report: what was sent, about what, by whom and when, and the commands that fit its state.
import { makeStyles, tokens } from "@fluentui/react-components";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";

import type { BroadcastDetail } from "@/lib/domain/views";

import { PageHeader } from "./page-header";
import { ReportCommands } from "./report-commands";
import { TextLink } from "./soft-link";
import { BroadcastBadge } from "./status-badge";
import { useBroadcastTitle } from "./use-broadcast-title";
import { When } from "./when";

const useStyles = makeStyles({
  facts: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: "4px 16px",
    margin: "4px 0 0",
    color: tokens.colorNeutralForeground2,
  },
  fact: { display: "flex", alignItems: "center", columnGap: "6px" },
  name: { color: tokens.colorNeutralForeground3 },
  value: { margin: 0 },
});

export function ReportHeader({ detail, onChanged }: { detail: BroadcastDetail; onChanged: () => void }) {
  const styles = useStyles();
  const t = useTranslations("report");
  const title = useBroadcastTitle(detail.message, t("untitled"));
  const { origin, authorName } = detail;
  const system = origin?.kind === "EVENT" ? origin.system : null;
  const author = system === null ? authorName : t("fact.forSystem", { key: authorName, system });
  const standing = detail.purpose === "STANDING";
  const at = detail.finishedAt ?? detail.sendingAt ?? detail.scheduledAt;
  const moment = detail.finishedAt ? "finished" : detail.sendingAt ? "started" : "due";
  return (
    <div>
      <PageHeader
        title={title}
        above={<TextLink href="/broadcasts">{t("back")}</TextLink>}
      >
        <ReportCommands detail={detail} onChanged={onChanged} />
      </PageHeader>
      <dl className={styles.facts}>
        <Fact name={t("fact.status")}><BroadcastBadge status={detail.status} /></Fact>
        <Fact name={t("fact.kind")}>{t(standing ? "kind.STANDING" : `kind.${detail.message.kind}`)}</Fact>
        {detail.topicName !== null && <Fact name={t("fact.topic")}>{detail.topicName}</Fact>}
        <Fact name={t("fact.author")}>{author}</Fact>
        {at !== null && !standing && <Fact name={t(`fact.${moment}`)}><When at={at} exact /></Fact>}
      </dl>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  const styles = useStyles();
  return (
    <div className={styles.fact}>
      <dt className={styles.name}>{name}</dt>
      <dd className={styles.value}>{children}</dd>
    </div>
  );
}

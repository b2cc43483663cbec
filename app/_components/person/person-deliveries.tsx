"use client";

// What was sent to one recipient, and what became of it.
import { makeStyles, Text, tokens } from "@fluentui/react-components";
import { useLocale, useTranslations } from "use-intl";

import { type Column, DataTable } from "@/app/_components/data-table";
import { EmptyState } from "@/app/_components/empty-state";
import { ProblemBar } from "@/app/_components/problem-bar";
import { ReportCard } from "@/app/_components/report-card";
import { TextLink } from "@/app/_components/soft-link";
import { DeliveryBadge } from "@/app/_components/status-badge";
import { TablePager } from "@/app/_components/table-pager";
import { useBroadcastTitle } from "@/app/_components/use-broadcast-title";
import { useLive } from "@/app/_components/use-live";
import { useUrlState, withQuery } from "@/app/_components/use-url-state";
import { When } from "@/app/_components/when";
import type { RecipientDeliveryView } from "@/lib/domain/recipient-detail";
import type { Page } from "@/lib/domain/views";
import { explainReason } from "@/lib/texts/explain-reason";
import { pickLocale } from "@/lib/texts/texts";

const PAGE_SIZE = 20;
const EVERY_MS = 10_000;

const useStyles = makeStyles({ under: { display: "block", color: tokens.colorNeutralForeground3 } });

export function PersonDeliveries({ id }: { id: string }) {
  const t = useTranslations("person");
  const url = useUrlState();
  const path = withQuery(`/api/recipients/${id}/deliveries`, { cursor: url.get("cursor"), limit: PAGE_SIZE });
  const list = useLive<Page<RecipientDeliveryView>>(path, EVERY_MS);
  const columns: Column<RecipientDeliveryView>[] = [
    { key: "broadcast", header: t("deliveries.broadcast"), width: "34%", cell: (row) => <Broadcast row={row} /> },
    { key: "status", header: t("deliveries.status"), cell: (row) => <DeliveryBadge status={row.status} /> },
    { key: "reason", header: t("deliveries.reason"), width: "26%", cell: (row) => <Reason row={row} /> },
    { key: "attempts", header: t("deliveries.attempts"), numeric: true, cell: (row) => row.attempts },
    { key: "at", header: t("deliveries.at"), cell: (row) => <When at={row.settledAt ?? row.createdAt} /> },
  ];
  return (
    <ReportCard title={t("deliveries.title")}>
      <ProblemBar error={list.error} stale={list.stale} onRetry={() => void list.refresh()} />
      <DataTable
        label={t("deliveries.title")}
        columns={columns}
        rows={list.error && !list.data ? [] : list.data?.items}
        rowKey={(row) => row.broadcastId}
        empty={<EmptyState sentence={t("deliveries.empty")} />}
        dimmed={list.loading}
      />
      <TablePager url={url} next={list.data?.next} loading={list.loading} />
    </ReportCard>
  );
}

function Broadcast({ row: { broadcastId, title, topicName } }: { row: RecipientDeliveryView }) {
  const styles = useStyles();
  const t = useTranslations("person");
  const shown = useBroadcastTitle({ title }, t("deliveries.untitled"));
  return (
    <>
      <TextLink href={`/broadcasts/${broadcastId}`}><span dir="auto">{shown}</span></TextLink>
      {topicName !== null && <Text size={200} className={styles.under}>{topicName}</Text>}
    </>
  );
}

function Reason({ row: { status, reason, possibleDuplicate } }: { row: RecipientDeliveryView }) {
  const styles = useStyles();
  const t = useTranslations("person");
  const locale = pickLocale(useLocale());
  const explained = status === "SKIPPED" || status === "FAILED" || status === "UNCONFIRMED";
  const words = explained && reason !== null ? explainReason(locale, status, reason) : undefined;
  return (
    <>
      <span title={words?.remedy}>{words?.title ?? reason ?? "–"}</span>
      {possibleDuplicate && <Text size={200} className={styles.under}>{t("deliveries.duplicate")}</Text>}
    </>
  );
}

"use client";

// What one person did with the cards they got, as far as Teams tells.
import { makeStyles, Text, tokens } from "@fluentui/react-components";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { type Column, DataTable } from "@/app/_components/data-table";
import { EmptyState } from "@/app/_components/empty-state";
import { ProblemBar } from "@/app/_components/problem-bar";
import { ReportCard } from "@/app/_components/report-card";
import { TextLink } from "@/app/_components/soft-link";
import { TablePager } from "@/app/_components/table-pager";
import { useBroadcastTitle } from "@/app/_components/use-broadcast-title";
import { useLive } from "@/app/_components/use-live";
import { withQuery } from "@/app/_components/use-url-state";
import { When } from "@/app/_components/when";
import type { InteractionView } from "@/lib/domain/recipient-detail";
import type { Page } from "@/lib/domain/views";

const PAGE_SIZE = 20;
const EVERY_MS = 10_000;

const useStyles = makeStyles({ quiet: { color: tokens.colorNeutralForeground3 } });

/** Its page is not in the address: that of the deliveries above is. */
export function PersonInteractions({ id }: { id: string }) {
  const styles = useStyles();
  const t = useTranslations("person");
  const [cursor, setCursor] = useState("");
  const place = { get: () => cursor, set: (patch: Record<string, string | null>) => setCursor(patch["cursor"] ?? "") };
  const list = useLive<Page<InteractionView>>(withQuery(`/api/recipients/${id}/interactions`, { cursor, limit: PAGE_SIZE }), EVERY_MS);
  const columns: Column<InteractionView>[] = [
    { key: "what", header: t("interactions.what"), width: "40%", cell: ({ kind, value }) => t(`interactions.kind.${kind}`, { value }) },
    { key: "broadcast", header: t("interactions.broadcast"), width: "40%", cell: (row) => <Broadcast row={row} /> },
    { key: "at", header: t("interactions.at"), cell: (row) => <When at={row.at} /> },
  ];
  return (
    <ReportCard title={t("interactions.title")}>
      <Text size={200} className={styles.quiet}>{t("interactions.note")}</Text>
      <ProblemBar error={list.error} stale={list.stale} onRetry={() => void list.refresh()} />
      <DataTable
        label={t("interactions.title")}
        columns={columns}
        rows={list.error && !list.data ? [] : list.data?.items}
        rowKey={(row) => row.id}
        empty={<EmptyState sentence={t("interactions.empty")} />}
        dimmed={list.loading}
      />
      <TablePager url={place} next={list.data?.next} loading={list.loading} />
    </ReportCard>
  );
}

function Broadcast({ row: { broadcastId, title } }: { row: InteractionView }) {
  const t = useTranslations("person");
  const shown = useBroadcastTitle({ title: title ?? "" }, t("deliveries.untitled"));
  if (broadcastId === null) return "–";
  return <TextLink href={`/broadcasts/${broadcastId}`}><span dir="auto">{shown}</span></TextLink>;
}

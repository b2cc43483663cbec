"use client";

// The deliveries behind the numbers: one row a recipient, filtered, searched and paged by the server, and all that match
// as a file in one click.
import { makeStyles, Select, Text, tokens } from "@fluentui/react-components";
import { useLocale, useNow, useTranslations } from "use-intl";

import { isErasedId } from "@/lib/domain/erasure";
import { COUNT_PARTS, type CountPart, statusesOf } from "@/lib/domain/report";
import type { DeliveryView, Page } from "@/lib/domain/views";
import { explainReason } from "@/lib/texts/explain-reason";
import { pickLocale } from "@/lib/texts/texts";

import { type Column, DataTable } from "./data-table";
import { EmptyState } from "./empty-state";
import { ExportButton } from "./export-button";
import { ProblemBar } from "./problem-bar";
import { ReportCard } from "./report-card";
import { SearchField } from "./search-field";
import { TextLink } from "./soft-link";
import { DeliveryBadge } from "./status-badge";
import { TablePager } from "./table-pager";
import { useLive } from "./use-live";
import { type UrlState, useUrlState, withQuery } from "./use-url-state";
import { When } from "./when";

const PAGE_SIZE = 50;
const LIVE_MS = 3_000;
const CALM_MS = 15_000;
const TICK_MS = 1_000;

const useStyles = makeStyles({
  tools: { display: "flex", flexWrap: "wrap", gap: "8px", alignItems: "center" },
  under: { display: "block", color: tokens.colorNeutralForeground3 },
});

export function ReportDeliveries({ id, moving }: { id: string; moving: boolean }) {
  const styles = useStyles();
  const t = useTranslations("report");
  const url = useUrlState();
  const part = COUNT_PARTS.find((one) => one === url.get("part"));
  const path = `/api/broadcasts/${id}/deliveries`;
  const status = part && statusesOf(part).join(",");
  const question = withQuery(path, { status, q: url.get("q"), cursor: url.get("cursor"), limit: PAGE_SIZE });
  const list = useLive<Page<DeliveryView>>(question, moving ? LIVE_MS : CALM_MS);
  const q = url.get("q");
  const all = { kind: "DELIVERIES" as const, broadcastId: id };
  const matching = { ...all, ...(part && { statuses: statusesOf(part) }), ...(q !== "" && { q }) };
  return (
    <div id="deliveries">
      <ReportCard title={t("deliveries.title")} tools={<ExportButton request={matching} />}>
        <div className={styles.tools}>
          <SearchField url={url} label={t("deliveries.search")} />
          <PartFilter url={url} part={part} />
        </div>
        <ProblemBar error={list.error} stale={list.stale} onRetry={() => void list.refresh()} />
        <DataTable
          label={t("deliveries.title")}
          columns={useColumns()}
          rows={list.error && !list.data ? [] : list.data?.items}
          rowKey={(row) => row.recipientId}
          empty={<EmptyState sentence={t("deliveries.empty")} />}
          dimmed={list.loading}
        />
        <TablePager url={url} next={list.data?.next} loading={list.loading} />
      </ReportCard>
    </div>
  );
}

function PartFilter({ url, part }: { url: UrlState; part: CountPart | undefined }) {
  const t = useTranslations("report");
  const status = useTranslations("status");
  return (
    <Select
      aria-label={t("deliveries.filter")}
      value={part ?? ""}
      onChange={(_, { value }) => url.set({ part: value === "" ? null : value })}
    >
      <option value="">{t("deliveries.all")}</option>
      {COUNT_PARTS.map((one) => <option key={one} value={one}>{status(`part.${one}`)}</option>)}
    </Select>
  );
}

function useColumns(): Column<DeliveryView>[] {
  const t = useTranslations("report");
  const name = (row: DeliveryView) => <RecipientName row={row} />;
  return [
    { key: "name", header: t("deliveries.recipient"), width: "30%", cell: name },
    { key: "status", header: t("deliveries.status"), cell: (row) => <DeliveryBadge status={row.status} /> },
    { key: "reason", header: t("deliveries.reason"), width: "30%", cell: (row) => <Reason row={row} /> },
    { key: "attempts", header: t("deliveries.attempts"), numeric: true, cell: (row) => row.attempts },
    { key: "when", header: t("deliveries.when"), cell: (row) => <DeliveryMoment row={row} /> },
  ];
}

function RecipientName({ row: { recipientId, recipientName } }: { row: DeliveryView }) {
  const t = useTranslations("report");
  const person = useTranslations("person");
  if (isErasedId(recipientId)) return person("erasedPerson");
  return <TextLink href={`/recipients/${recipientId}`}><span dir="auto">{recipientName || t("deliveries.nameless")}</span></TextLink>;
}

function Reason({ row: { status, reason, possibleDuplicate } }: { row: DeliveryView }) {
  const styles = useStyles();
  const t = useTranslations("report");
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

function DeliveryMoment({ row: { status, settledAt, dueAt } }: { row: DeliveryView }) {
  if (status === "RETRY_WAIT") return <NextAttempt dueAt={dueAt} />;
  return settledAt === null ? "–" : <When at={settledAt} />;
}

/** Every second, so that an attempt whose time has come is not announced for a moment that has passed. */
function NextAttempt({ dueAt }: { dueAt: string }) {
  const styles = useStyles();
  const now = useNow({ updateInterval: TICK_MS });
  const t = useTranslations("report");
  return (
    <>
      <Text size={200} className={styles.under}>{t("deliveries.next")}</Text>
      {new Date(dueAt) > now ? <When at={dueAt} /> : t("deliveries.asap")}
    </>
  );
}

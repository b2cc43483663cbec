"use client";

// What other systems have reported, and what became of each event: the log for whoever asks why a message came, or did not.
import { Badge, makeStyles, Text, tokens } from "@fluentui/react-components";
import { BeakerRegular } from "@fluentui/react-icons/svg/beaker";
import { DismissCircleRegular } from "@fluentui/react-icons/svg/dismiss-circle";
import { PlugConnectedRegular } from "@fluentui/react-icons/svg/plug-connected";
import { SendRegular } from "@fluentui/react-icons/svg/send";
import { useFormatter, useTranslations } from "use-intl";

import { type Column, DataTable } from "@/app/_components/data-table";
import { EmptyState } from "@/app/_components/empty-state";
import { FilterTabs } from "@/app/_components/filter-tabs";
import { PageHeader } from "@/app/_components/page-header";
import { ProblemBar } from "@/app/_components/problem-bar";
import { SearchField } from "@/app/_components/search-field";
import { LinkButton, TextLink } from "@/app/_components/soft-link";
import { TablePager } from "@/app/_components/table-pager";
import { useLive } from "@/app/_components/use-live";
import { useUrlState, withQuery } from "@/app/_components/use-url-state";
import { When } from "@/app/_components/when";
import { EVENT_OUTCOMES, type EventOutcome } from "@/lib/domain/external-event";
import type { EventView, Page } from "@/lib/domain/views";

import { EventRefusal } from "./event-refusal";

const PAGE_SIZE = 50;
const EVERY_MS = 5_000;

const LOOKS = {
  ACCEPTED: { color: "success", Icon: SendRegular },
  REFUSED: { color: "danger", Icon: DismissCircleRegular },
  DRY_RUN: { color: "informative", Icon: BeakerRegular },
} as const satisfies Record<EventOutcome, unknown>;

const useStyles = makeStyles({
  bar: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    justifyContent: "space-between",
    gap: "12px",
    marginBottom: "12px",
  },
  under: { display: "block", color: tokens.colorNeutralForeground3 },
  outcome: { display: "grid", rowGap: "4px", justifyItems: "start" },
});

export function EventsPage() {
  const styles = useStyles();
  const t = useTranslations("events");
  const url = useUrlState();
  const outcome = EVENT_OUTCOMES.find((one) => one === url.get("outcome"));
  const question = { outcome, q: url.get("q"), cursor: url.get("cursor"), limit: PAGE_SIZE };
  const list = useLive<Page<EventView>>(withQuery("/api/events", question), EVERY_MS);
  const filtered = outcome !== undefined || url.get("q") !== "";
  const tabs = ["all", ...EVENT_OUTCOMES].map((key) => ({ key, word: t(`tab.${key}`) }));
  return (
    <>
      <PageHeader title={t("title")} about={t("about")}>
        <LinkButton href="/templates">{t("templates")}</LinkButton>
      </PageHeader>
      <div className={styles.bar}>
        <FilterTabs
          label={t("tabs")}
          tabs={tabs}
          selected={outcome ?? "all"}
          hrefOf={(key) => url.href({ outcome: key === "all" ? null : key })}
        />
        <SearchField url={url} label={t("search")} />
      </div>
      <ProblemBar error={list.error} stale={list.stale} onRetry={() => void list.refresh()} />
      <DataTable
        label={t("title")}
        columns={useColumns()}
        rows={list.error && !list.data ? [] : list.data?.items}
        rowKey={(row) => row.id}
        empty={<EmptyState icon={<PlugConnectedRegular />} sentence={t(filtered ? "empty.filtered" : "empty.sentence")} />}
        dimmed={list.loading}
      />
      <TablePager url={url} next={list.data?.next} loading={list.loading} />
    </>
  );
}

function useColumns(): Column<EventView>[] {
  const t = useTranslations("events");
  const format = useFormatter();
  return [
    { key: "at", header: t("column.at"), width: "14%", cell: (row) => <When at={row.receivedAt} /> },
    { key: "from", header: t("column.from"), width: "17%", cell: (row) => <From row={row} /> },
    { key: "template", header: t("column.template"), width: "18%", cell: (row) => <Template row={row} /> },
    { key: "topic", header: t("column.topic"), cell: (row) => row.topic === "" ? "–" : <code>{row.topic}</code> },
    {
      key: "people",
      header: t("column.people"),
      numeric: true,
      cell: (row) => row.people === null ? "–" : format.number(row.people),
    },
    { key: "outcome", header: t("column.outcome"), width: "32%", cell: (row) => <Outcome row={row} /> },
  ];
}

function From({ row: { keyName, system } }: { row: EventView }) {
  const styles = useStyles();
  const t = useTranslations("events");
  return (
    <>
      <span dir="auto">{system ?? keyName}</span>
      {system !== null && <Text size={200} className={styles.under}>{t("byKey", { key: keyName })}</Text>}
    </>
  );
}

function Template({ row: { templateId, templateName } }: { row: EventView }) {
  if (templateId === null) return <span dir="auto">{templateName || "–"}</span>;
  return <TextLink href={`/templates/${templateId}`}>{templateName}</TextLink>;
}

function Outcome({ row }: { row: EventView }) {
  const styles = useStyles();
  const t = useTranslations("events");
  const { color, Icon } = LOOKS[row.outcome];
  return (
    <div className={styles.outcome}>
      <Badge appearance="tint" color={color} size="large" icon={<Icon />}>{t(`outcome.${row.outcome}`)}</Badge>
      {row.broadcastId !== null && <TextLink href={`/broadcasts/${row.broadcastId}`}>{t("report")}</TextLink>}
      {row.leftOut.length > 0 && (
        <Text size={200}>{t("leftOut", { count: row.leftOut.length, names: row.leftOut.join(", ") })}</Text>
      )}
      {row.refusal && <EventRefusal refusal={row.refusal} />}
    </div>
  );
}

"use client";

// Who did what to what, when: newest first, narrowed to who did it and to words, and all of that as CSV.
import { Link, makeStyles, Text, tokens } from "@fluentui/react-components";
import { HistoryRegular } from "@fluentui/react-icons/svg/history";
import { useTranslations } from "use-intl";

import { ACTOR_KINDS } from "@/lib/domain/audit";
import { isErasedId } from "@/lib/domain/erasure";
import type { Page } from "@/lib/domain/views";

import { type Column, DataTable } from "./data-table";
import { EmptyState } from "./empty-state";
import { FilterTabs } from "./filter-tabs";
import { PageHeader } from "./page-header";
import { ProblemBar } from "./problem-bar";
import { SearchField } from "./search-field";
import { TextLink } from "./soft-link";
import { TablePager } from "./table-pager";
import { useLive } from "./use-live";
import { useUrlState, withQuery } from "./use-url-state";
import { When } from "./when";

type AuditEventView = {
  id: string;
  at: string;
  actorKind: string;
  actorName: string;
  command: string;
  targetKind: string | null;
  targetId: string | null;
  detail: unknown;
};

const PAGE_SIZE = 50;
const EVERY_MS = 10_000;

const useStyles = makeStyles({
  bar: {
    display: "flex", flexWrap: "wrap", alignItems: "center", justifyContent: "space-between", gap: "12px", marginBottom: "12px",
  },
  under: { display: "block", color: tokens.colorNeutralForeground3 },
  detail: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, overflowWrap: "anywhere" },
});

export function AuditPage() {
  const styles = useStyles();
  const t = useTranslations("audit");
  const url = useUrlState();
  const actorKind = ACTOR_KINDS.find((kind) => kind === url.get("actorKind"));
  const filter = { actorKind, q: url.get("q") };
  const path = withQuery("/api/audit", { ...filter, cursor: url.get("cursor"), limit: PAGE_SIZE });
  const filtered = actorKind !== undefined || filter.q !== "";
  const tabs = [
    { key: "all", word: t("everybody") }, ...ACTOR_KINDS.map((key) => ({ key, word: t(`actor.${key}`) })),
  ];
  const list = useLive<Page<AuditEventView>>(path, EVERY_MS);
  const columns: Column<AuditEventView>[] = [
    { key: "at", header: t("column.at"), width: "20%", cell: (row) => <When at={row.at} exact /> },
    { key: "who", header: t("column.who"), width: "20%", cell: (row) => <Who row={row} /> },
    { key: "what", header: t("column.what"), width: "20%", cell: (row) => <What row={row} /> },
    { key: "target", header: t("column.target"), cell: (row) => <Target row={row} /> },
    { key: "detail", header: t("column.detail"), width: "26%", cell: (row) => <Detail value={row.detail} /> },
  ];
  return (
    <>
      <PageHeader title={t("title")} about={t("about")}>
        <Link href={withQuery("/api/audit", { ...filter, format: "csv" })} download>{t("download")}</Link>
      </PageHeader>
      <div className={styles.bar}>
        <FilterTabs
          label={t("column.who")}
          tabs={tabs}
          selected={actorKind ?? "all"}
          hrefOf={(key) => url.href({ actorKind: key === "all" ? null : key })}
        />
        <SearchField url={url} label={t("search")} />
      </div>
      <ProblemBar error={list.error} stale={list.stale} onRetry={() => void list.refresh()} />
      <DataTable
        label={t("title")}
        columns={columns}
        rows={list.error && !list.data ? [] : list.data?.items}
        rowKey={(row) => row.id}
        empty={<EmptyState icon={<HistoryRegular />} sentence={t(filtered ? "emptyFiltered" : "empty")} />}
        dimmed={list.loading}
      />
      <TablePager url={url} next={list.data?.next} loading={list.loading} />
    </>
  );
}

function Who({ row }: { row: AuditEventView }) {
  const styles = useStyles();
  const t = useTranslations("audit");
  const kind = t.has(`actor.${row.actorKind}`) ? t(`actor.${row.actorKind}`) : row.actorKind;
  return <><span dir="auto">{row.actorName || t("erased")}</span><Text size={200} className={styles.under}>{kind}</Text></>;
}

// Commands are verb-noun words of the dictionary; one without a translation is still readable as it is.
function What({ row }: { row: AuditEventView }) {
  const t = useTranslations("audit");
  return t.has(`command.${row.command}`) ? t(`command.${row.command}`) : row.command.replaceAll("-", " ");
}

function Target({ row: { targetKind, targetId } }: { row: AuditEventView }) {
  const t = useTranslations("audit");
  if (targetKind === null || targetId === null) return "–";
  const word = t.has(`target.${targetKind}`) ? t(`target.${targetKind}`) : targetKind;
  if (targetKind === "broadcast") return <TextLink href={`/broadcasts/${targetId}`}>{word}</TextLink>;
  if (targetKind === "recipient" && isErasedId(targetId)) return t("erased");
  if (targetKind === "recipient") return <TextLink href={`/recipients/${targetId}`}>{word}</TextLink>;
  return <span title={targetId}>{word}</span>;
}

function Detail({ value }: { value: unknown }) {
  const styles = useStyles();
  if (value === null || typeof value !== "object") return "–";
  const parts = Object.entries(value).map(([name, part]) => `${name}: ${typeof part === "string" ? part : JSON.stringify(part)}`);
  return <span className={styles.detail}>{parts.join(" · ")}</span>;
}

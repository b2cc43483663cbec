"use client";

// The reference table: who can be reached, in which state and how we know, and what they opted out of. A million rows stay
// on the server: every filter is a part of the address, and a page is what it answers.
import { makeStyles, Text, tokens } from "@fluentui/react-components";
import { PeopleRegular } from "@fluentui/react-icons/svg/people";
import { useTranslations } from "use-intl";

import { type Column, DataTable } from "@/app/_components/data-table";
import { EmptyState } from "@/app/_components/empty-state";
import { ExportButton } from "@/app/_components/export-button";
import { PageHeader } from "@/app/_components/page-header";
import { ProblemBar } from "@/app/_components/problem-bar";
import { SearchField } from "@/app/_components/search-field";
import { TextLink } from "@/app/_components/soft-link";
import { ReferenceBadge } from "@/app/_components/status-badge";
import { TablePager } from "@/app/_components/table-pager";
import { useLive } from "@/app/_components/use-live";
import { useUrlState, withQuery } from "@/app/_components/use-url-state";
import { When } from "@/app/_components/when";
import type { Page, RecipientView } from "@/lib/domain/views";

import { exportOf, questionOf } from "./recipient-filter";
import { RecipientFilters } from "./recipient-filters";
import { RecipientStates } from "./recipient-states";
import { useEvidence } from "./use-evidence";

const PAGE_SIZE = 50;
const EVERY_MS = 10_000;

const useStyles = makeStyles({
  bar: { display: "flex", flexWrap: "wrap", gap: "8px", alignItems: "flex-start", marginBlock: "16px 12px" },
  name: { fontWeight: tokens.fontWeightSemibold },
  under: { display: "block", color: tokens.colorNeutralForeground3 },
});

export function RecipientsPage() {
  const styles = useStyles();
  const t = useTranslations("recipients");
  const url = useUrlState();
  const question = questionOf(url.get);
  const path = withQuery("/api/recipients", { ...question, cursor: url.get("cursor"), limit: PAGE_SIZE });
  const list = useLive<Page<RecipientView> & { sorted: boolean }>(path, EVERY_MS);
  const filtered = Object.entries(question).some(([name, value]) => name !== "kind" && value !== undefined);
  return (
    <>
      <PageHeader title={t("title")} about={t("about")}>
        <ExportButton request={exportOf(question)} />
      </PageHeader>
      <RecipientStates url={url} />
      <div className={styles.bar}>
        <SearchField url={url} label={t("search")} />
        <RecipientFilters url={url} />
      </div>
      <ProblemBar error={list.error} stale={list.stale} onRetry={() => void list.refresh()} />
      <DataTable
        label={t("title")}
        columns={useColumns()}
        rows={list.error && !list.data ? [] : list.data?.items}
        rowKey={(row) => row.id}
        empty={<EmptyState icon={<PeopleRegular />} sentence={t(filtered ? "empty.filtered" : "empty.sentence")} />}
        dimmed={list.loading}
      />
      {list.data?.sorted === false && <Text size={200} className={styles.under}>{t("unsorted")}</Text>}
      <TablePager url={url} next={list.data?.next} loading={list.loading} />
    </>
  );
}

function useColumns(): Column<RecipientView>[] {
  const t = useTranslations("recipients");
  const status = useTranslations("status");
  const source = (row: RecipientView) => (row.source ? status(`source.${row.source}`) : t("directory"));
  return [
    { key: "name", header: t("column.name"), width: "24%", cell: (row) => <Name row={row} /> },
    { key: "state", header: t("column.state"), width: "20%", cell: (row) => <State row={row} /> },
    { key: "source", header: t("column.source"), cell: source },
    { key: "optOuts", header: t("column.optOuts"), width: "14%", cell: (row) => <OptOuts row={row} /> },
    { key: "place", header: t("column.place"), width: "14%", cell: (row) => <Place row={row} /> },
    { key: "seen", header: t("column.seen"), width: "12%", cell: ({ seenAt }) => (seenAt === null ? "–" : <When at={seenAt} />) },
  ];
}

function Name({ row }: { row: RecipientView }) {
  const styles = useStyles();
  const t = useTranslations("recipients");
  const guest = row.userType === "GUEST" ? t("guest") : undefined;
  const under = [row.email ?? row.principalName, guest].filter((word) => word !== null && word !== undefined && word !== "");
  return (
    <>
      <TextLink href={`/recipients/${row.id}`} className={styles.name}>
        <span dir="auto">{row.displayName || t("nameless")}</span>
      </TextLink>
      {under.length > 0 && <Text size={200} className={styles.under}>{under.join(" · ")}</Text>}
    </>
  );
}

// An account that is in order, or was never looked up, is not worth a word.
function State({ row }: { row: RecipientView }) {
  const styles = useStyles();
  const status = useTranslations("status");
  const evidence = useEvidence(row);
  const account = row.account === "ENABLED" || row.account === "UNKNOWN" ? undefined : status(`account.${row.account}`);
  return (
    <>
      <ReferenceBadge state={row.state ?? "NONE"} />
      {(row.stateSince !== null || account !== undefined) && (
        <Text size={200} className={styles.under}>
          {row.stateSince !== null && <When at={row.stateSince} />}
          {evidence !== undefined && ` · ${evidence}`}
          {account !== undefined && `${row.stateSince === null ? "" : " · "}${account}`}
        </Text>
      )}
    </>
  );
}

function Place({ row: { department, country } }: { row: RecipientView }) {
  const styles = useStyles();
  if (!department) return country ?? "–";
  return <>{department}{country && <Text size={200} className={styles.under}>{country}</Text>}</>;
}

function OptOuts({ row }: { row: RecipientView }) {
  const t = useTranslations("recipients");
  if (row.optOuts.length === 0) return "–";
  return row.optOuts.map(({ topicId, topicName }) => topicId === null ? t("optOut.everything") : topicName).join(", ");
}

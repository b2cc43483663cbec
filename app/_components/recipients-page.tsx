"use client";

// The reference table: who can be reached, in which state and how we know, and what they opted out of.
import { makeStyles, Select, Text, tokens } from "@fluentui/react-components";
import { PeopleRegular } from "@fluentui/react-icons/svg/people";
import { useLocale, useTranslations } from "use-intl";

import { REFERENCE_STATES, type ReferenceState } from "@/lib/domain/reference";
import type { Page, RecipientView } from "@/lib/domain/views";
import { explainReason } from "@/lib/texts/explain-reason";
import { pickLocale } from "@/lib/texts/texts";

import { type Column, DataTable } from "./data-table";
import { EmptyState } from "./empty-state";
import { PageHeader } from "./page-header";
import { ProblemBar } from "./problem-bar";
import { RecipientStates } from "./recipient-states";
import { SearchField } from "./search-field";
import { ReferenceBadge } from "./status-badge";
import { TablePager } from "./table-pager";
import { useLive } from "./use-live";
import { type UrlState, useUrlState, withQuery } from "./use-url-state";
import { When } from "./when";

const PAGE_SIZE = 50;
const EVERY_MS = 10_000;

const useStyles = makeStyles({
  bar: { display: "flex", flexWrap: "wrap", gap: "8px", alignItems: "center", marginBlock: "16px 12px" },
  name: { fontWeight: tokens.fontWeightSemibold },
  under: { display: "block", color: tokens.colorNeutralForeground3 },
});

/** How many recipients are in each state, as they were when the page was opened. */
export type StateCounts = Record<ReferenceState, number>;

export function RecipientsPage({ counts }: { counts: StateCounts }) {
  const styles = useStyles();
  const t = useTranslations("recipients");
  const url = useUrlState();
  const state = REFERENCE_STATES.find((one) => one === url.get("state"));
  const optedOut = url.get("optedOut") === "true" ? "true" : undefined;
  const question = { q: url.get("q"), state, optedOut, cursor: url.get("cursor"), limit: PAGE_SIZE };
  const list = useLive<Page<RecipientView>>(withQuery("/api/recipients", question), EVERY_MS);
  const filtered = url.get("q") !== "" || state !== undefined || optedOut !== undefined;
  return (
    <>
      <PageHeader title={t("title")} about={t("about")} />
      <RecipientStates counts={counts} selected={state} onSelect={(next) => url.set({ state: next ?? null })} />
      <div className={styles.bar}>
        <SearchField url={url} label={t("search")} />
        <OptOutFilter url={url} />
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
      <TablePager url={url} next={list.data?.next} loading={list.loading} />
    </>
  );
}

function OptOutFilter({ url }: { url: UrlState }) {
  const t = useTranslations("recipients");
  return (
    <Select
      aria-label={t("optOut.filter")}
      value={url.get("optedOut")}
      onChange={(_, { value }) => url.set({ optedOut: value === "" ? null : value })}
    >
      <option value="">{t("optOut.any")}</option>
      <option value="true">{t("optOut.some")}</option>
    </Select>
  );
}

function useColumns(): Column<RecipientView>[] {
  const t = useTranslations("recipients");
  const status = useTranslations("status");
  return [
    { key: "name", header: t("column.name"), width: "28%", cell: (row) => <Name row={row} /> },
    { key: "state", header: t("column.state"), width: "24%", cell: (row) => <State row={row} /> },
    { key: "source", header: t("column.source"), cell: (row) => status(`source.${row.source}`) },
    { key: "optOuts", header: t("column.optOuts"), width: "18%", cell: (row) => <OptOuts row={row} /> },
    { key: "seen", header: t("column.seen"), cell: (row) => <When at={row.seenAt} /> },
  ];
}

function Name({ row }: { row: RecipientView }) {
  const styles = useStyles();
  const t = useTranslations("recipients");
  const guest = row.userType === "GUEST" ? t("guest") : undefined;
  const under = [row.email, guest].filter((word) => word !== null && word !== undefined && word !== "").join(" · ");
  return (
    <>
      <span className={styles.name} dir="auto">{row.displayName || t("nameless")}</span>
      {under !== "" && <Text size={200} className={styles.under}>{under}</Text>}
    </>
  );
}

function State({ row }: { row: RecipientView }) {
  const styles = useStyles();
  const evidence = useEvidence(row);
  return (
    <>
      <ReferenceBadge state={row.state} />
      <Text size={200} className={styles.under}>
        <When at={row.stateSince} />{evidence !== undefined && ` · ${evidence}`}
      </Text>
    </>
  );
}

// Evidence is an event of ours or a code of Teams. What the next column says anyway is not repeated.
function useEvidence({ evidence, source }: RecipientView): string | undefined {
  const status = useTranslations("status");
  const locale = pickLocale(useLocale());
  if (evidence === "" || evidence === source) return undefined;
  if (status.has(`evidence.${evidence}`)) return status(`evidence.${evidence}`);
  if (status.has(`source.${evidence}`)) return status(`source.${evidence}`);
  return explainReason(locale, "FAILED", evidence).title;
}

function OptOuts({ row }: { row: RecipientView }) {
  const t = useTranslations("recipients");
  if (row.optOuts.length === 0) return "–";
  return row.optOuts.map(({ topicId, topicName }) => topicId === null ? t("optOut.everything") : topicName).join(", ");
}

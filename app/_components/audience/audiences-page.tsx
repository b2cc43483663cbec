"use client";

// Audiences that are kept under a name, what each comes to now, and the lists of people they may refer to.
import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { AddRegular } from "@fluentui/react-icons/svg/add";
import { PeopleAudienceRegular } from "@fluentui/react-icons/svg/people-audience";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";

import { type Column, DataTable } from "@/app/_components/data-table";
import { EmptyState } from "@/app/_components/empty-state";
import { PageHeader } from "@/app/_components/page-header";
import { ProblemBar } from "@/app/_components/problem-bar";
import { useMayWrite } from "@/app/_components/shell-context";
import { LinkButton, TextLink } from "@/app/_components/soft-link";
import { type Live, useLive } from "@/app/_components/use-live";
import { When } from "@/app/_components/when";
import type { Page, SavedAudienceView } from "@/lib/domain/views";

import { AudienceTools } from "./audience-tools";
import { AudienceWords } from "./audience-words";
import { ListsSection } from "./lists-section";
import { type AudienceCounts, useAudienceCounts } from "./use-audience-counts";

const EVERY_MS = 30_000;
/** Each page of it is counted, so it is short. */
const SHOWN = 25;

const useStyles = makeStyles({
  stack: { display: "grid", gridTemplateColumns: "minmax(0, 1fr)", rowGap: tokens.spacingVerticalXXL },
  name: { fontWeight: tokens.fontWeightSemibold },
  more: { marginTop: tokens.spacingVerticalS },
});

export function AudiencesPage() {
  const t = useTranslations("audiences");
  const styles = useStyles();
  const mayWrite = useMayWrite();
  const live = useLive<Page<SavedAudienceView>>("/api/audiences", EVERY_MS);
  const [shown, setShown] = useState(SHOWN);
  const all = live.error && !live.data ? [] : live.data?.items;
  const rows = all?.slice(0, shown);
  const counts = useAudienceCounts(rows);
  const columns = useColumns(counts, live, mayWrite);
  const create = <LinkButton appearance="primary" icon={<AddRegular />} href="/audiences/new">{t("new")}</LinkButton>;
  return (
    <div className={styles.stack}>
      <div>
        <PageHeader title={t("title")} about={t("pageAbout")}>{mayWrite && create}</PageHeader>
        <ProblemBar error={live.error} stale={live.stale} onRetry={() => void live.refresh()} />
        <DataTable
          label={t("title")}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          empty={<EmptyState icon={<PeopleAudienceRegular />} sentence={t("empty")} action={mayWrite ? create : undefined} />}
        />
        {(all?.length ?? 0) > shown && (
          <Button className={styles.more} onClick={() => setShown(shown + SHOWN)}>{t("showMore")}</Button>
        )}
      </div>
      <ListsSection />
    </div>
  );
}

function useColumns(
  counts: AudienceCounts, live: Live<Page<SavedAudienceView>>, mayWrite: boolean,
): Column<SavedAudienceView>[] {
  const t = useTranslations("audiences");
  const columns: Column<SavedAudienceView>[] = [
    { key: "name", header: t("column.name"), width: "24%", cell: (row) => <Name row={row} mayWrite={mayWrite} /> },
    { key: "who", header: t("column.who"), width: "34%", cell: (row) => <AudienceWords audience={row.audience} /> },
    { key: "count", header: t("column.count"), cell: (row) => <Count count={counts.get(row.id)} /> },
    {
      key: "used",
      header: t("column.used"),
      cell: ({ lastUsedAt }) => (lastUsedAt === null ? t("never") : <When at={lastUsedAt} />),
    },
  ];
  if (!mayWrite) return columns;
  const tools = (row: SavedAudienceView) => <AudienceTools saved={row} onChanged={() => void live.refresh()} />;
  return [...columns, { key: "tools", header: t("column.tools"), cell: tools }];
}

function Name({ row, mayWrite }: { row: SavedAudienceView; mayWrite: boolean }) {
  const styles = useStyles();
  return (
    <span className={styles.name} dir="auto">
      {mayWrite ? <TextLink href={`/audiences/${row.id}`}>{row.name}</TextLink> : row.name}
    </span>
  );
}

function Count({ count }: { count: { total: number; net: number } | null | undefined }) {
  const t = useTranslations("audiences");
  const format = useFormatter();
  if (count === undefined) return "…";
  if (count === null) return "–";
  return count.net === count.total ? format.number(count.total) : t("countOf", count);
}

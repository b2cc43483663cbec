"use client";

// The rows of the broadcasts list: what it is, its state, how far it has come, and when.
import { makeStyles, Text, tokens } from "@fluentui/react-components";
import { AddRegular } from "@fluentui/react-icons/svg/add";
import { MegaphoneLoudRegular } from "@fluentui/react-icons/svg/megaphone-loud";
import { useFormatter, useTranslations } from "use-intl";

import type { BroadcastView } from "@/lib/domain/views";

import { CountsBar } from "./counts-bar";
import { type Column, DataTable } from "./data-table";
import { EmptyState } from "./empty-state";
import { heldCauseOf } from "./held-cause";
import { LinkButton, TextLink } from "./soft-link";
import { BroadcastBadge } from "./status-badge";
import { useBroadcastTitle } from "./use-broadcast-title";
import { When } from "./when";

const useStyles = makeStyles({
  title: { fontWeight: tokens.fontWeightSemibold },
  under: { display: "block", color: tokens.colorNeutralForeground3 },
  cause: { display: "block", marginTop: "4px", color: tokens.colorNeutralForeground2 },
  progress: { display: "grid", rowGap: "4px", minWidth: "120px" },
});

type Props = { rows: BroadcastView[] | undefined; dimmed: boolean; filtered: boolean; mayWrite: boolean };

export function BroadcastsTable({ rows, dimmed, filtered, mayWrite }: Props) {
  const t = useTranslations("broadcasts");
  const columns: Column<BroadcastView>[] = [
    { key: "title", header: t("column.title"), width: "38%", cell: (row) => <Title row={row} mayWrite={mayWrite} /> },
    { key: "status", header: t("column.status"), cell: (row) => <State row={row} /> },
    { key: "progress", header: t("column.progress"), width: "24%", cell: (row) => <Progress row={row} /> },
    { key: "author", header: t("column.author"), cell: (row) => row.authorName },
    { key: "when", header: t("column.when"), cell: (row) => <Moment row={row} /> },
  ];
  const createFirst = (
    <LinkButton appearance="primary" icon={<AddRegular />} href="/broadcasts/new">{t("empty.action")}</LinkButton>
  );
  const showAll = <LinkButton href="/broadcasts">{t("empty.clear")}</LinkButton>;
  const empty = filtered
    ? <EmptyState sentence={t("empty.filtered")} action={showAll} />
    : <EmptyState icon={<MegaphoneLoudRegular />} sentence={t("empty.sentence")} action={mayWrite && createFirst} />;
  return (
    <DataTable
      label={t("title")}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      empty={empty}
      dimmed={dimmed}
    />
  );
}

function Title({ row, mayWrite }: { row: BroadcastView; mayWrite: boolean }) {
  const styles = useStyles();
  const t = useTranslations("broadcasts");
  const href = row.status === "DRAFT" && mayWrite ? `/broadcasts/${row.id}/edit` : `/broadcasts/${row.id}`;
  const title = useBroadcastTitle(row.message, t("untitled"));
  const kind = t(`kind.${row.message.kind}`);
  return (
    <>
      <TextLink href={href} className={styles.title}>{title}</TextLink>
      <Text size={200} className={styles.under}>{row.topicName === null ? kind : `${kind} · ${row.topicName}`}</Text>
    </>
  );
}

function State({ row }: { row: BroadcastView }) {
  const styles = useStyles();
  const t = useTranslations("status");
  const cause = heldCauseOf(row);
  return (
    <>
      <BroadcastBadge status={row.status} />
      {cause && <Text size={200} className={styles.cause}>{t(`pausedBy.${cause}`)}</Text>}
    </>
  );
}

function Progress({ row: { counts, status } }: { row: BroadcastView }) {
  const styles = useStyles();
  const t = useTranslations("broadcasts");
  const format = useFormatter();
  if (counts.total === 0) {
    return <Text size={200}>{["DRAFT", "IN_REVIEW", "SCHEDULED"].includes(status) ? t("notSent") : "–"}</Text>;
  }
  return (
    <div className={styles.progress}>
      <CountsBar counts={counts} />
      <Text size={200}>
        {t("sentOf", { sent: format.number(counts.sent), total: format.number(counts.total) })}
        {counts.failed > 0 && ` · ${t("failed", { count: counts.failed })}`}
      </Text>
    </div>
  );
}

// The moment that matters in the row's state, named, so that the column needs no legend.
function Moment({ row }: { row: BroadcastView }) {
  const styles = useStyles();
  const t = useTranslations("broadcasts");
  const { label, at } = momentOf(row);
  return (
    <>
      <Text size={200} className={styles.under}>{t(`moment.${label}`)}</Text>
      <When at={at} />
    </>
  );
}

function momentOf(row: BroadcastView): { label: string; at: string } {
  if (row.status === "FINISHED" && row.finishedAt) return { label: "finished", at: row.finishedAt };
  if (row.status === "SCHEDULED" && row.scheduledAt) return { label: "due", at: row.scheduledAt };
  if (row.status === "SENDING" && row.sendingAt) return { label: "started", at: row.sendingAt };
  return { label: "changed", at: row.updatedAt };
}

"use client";

// Would a broadcast reach them now: one line a topic, with the reason why not, and what an admin may write down for somebody
// who asked by other means. The first line is the opt-out of everything.
import { Button, makeStyles, Text, tokens } from "@fluentui/react-components";
import { useLocale, useTranslations } from "use-intl";

import { apiSend } from "@/app/_components/api";
import { type Column, DataTable } from "@/app/_components/data-table";
import { EmptyState } from "@/app/_components/empty-state";
import { ProblemBar } from "@/app/_components/problem-bar";
import { ReportCard } from "@/app/_components/report-card";
import { usePerson } from "@/app/_components/shell-context";
import { useCommand } from "@/app/_components/use-command";
import { useToast } from "@/app/_components/use-toast";
import { withQuery } from "@/app/_components/use-url-state";
import { When } from "@/app/_components/when";
import type { RecipientDetail } from "@/lib/domain/recipient-detail";
import { explainReason } from "@/lib/texts/explain-reason";
import { pickLocale } from "@/lib/texts/texts";

const useStyles = makeStyles({ under: { display: "block", color: tokens.colorNeutralForeground3 } });

/** A topic, or with a null id everything that is not mandatory. */
type Row = { topicId: string | null; name: string; mandatory: boolean; reason: string | null; since: string | undefined };

export function PersonReach({ detail, onChanged }: { detail: RecipientDetail; onChanged: () => void }) {
  const t = useTranslations("person");
  const { role } = usePerson();
  const { run, busy, error } = useCommand();
  const toast = useToast();
  const change = async (row: Row) => {
    const topic = row.topicId === null ? t("reach.all") : row.name;
    const done = await run(() => row.since === undefined ? optOut(detail.id, row.topicId) : optIn(detail.id, row.topicId));
    if (!done) return;
    toast(t(row.since === undefined ? "reach.optedOut" : "reach.optedIn", { topic }));
    onChanged();
  };
  const columns: Column<Row>[] = [
    { key: "topic", header: t("reach.topic"), width: "32%", cell: (row) => <Topic row={row} /> },
    { key: "answer", header: t("reach.answer"), width: "26%", cell: (row) => <Answer row={row} /> },
    { key: "since", header: t("reach.since"), cell: ({ since }) => (since === undefined ? "–" : <When at={since} />) },
  ];
  const person = detail.displayName;
  const action = (row: Row) => !row.mandatory && (
    <Button
      size="small"
      disabled={busy}
      aria-label={t(row.since === undefined ? "reach.optOutOf" : "reach.optInTo", { name: person, topic: row.name })}
      onClick={() => void change(row)}
    >
      {t(row.since === undefined ? "reach.optOut" : "reach.optIn")}
    </Button>
  );
  if (role === "admin") columns.push({ key: "action", header: t("reach.action"), cell: action });
  return (
    <ReportCard title={t("reach.title")}>
      <Text>{t("reach.about")}</Text>
      <ProblemBar error={error} />
      <DataTable
        label={t("reach.title")}
        columns={columns}
        rows={rowsOf(detail, t("reach.everything"))}
        rowKey={(row) => row.topicId ?? "everything"}
        empty={<EmptyState sentence="–" />}
      />
    </ReportCard>
  );
}

function rowsOf({ reach, optOuts }: RecipientDetail, everything: string): Row[] {
  const sinceOf = (topicId: string | null) => optOuts.find((optOut) => optOut.topicId === topicId)?.at;
  const topics = reach.map(({ topicId, topicName, mandatory, reason }) => {
    return { topicId, name: topicName, mandatory, reason, since: sinceOf(topicId) };
  });
  return [{ topicId: null, name: everything, mandatory: false, reason: null, since: sinceOf(null) }, ...topics];
}

function Topic({ row: { name, mandatory } }: { row: Row }) {
  const styles = useStyles();
  const t = useTranslations("person");
  const under = mandatory && <Text size={200} className={styles.under}>{t("reach.mandatory")}</Text>;
  return <><span dir="auto">{name}</span>{under}</>;
}

function Answer({ row: { topicId, reason, since } }: { row: Row }) {
  const t = useTranslations("person");
  const locale = pickLocale(useLocale());
  if (topicId === null) return t(since === undefined ? "reach.notStopped" : "reach.stopped");
  if (reason === null) return t("reach.yes");
  const { title, remedy } = explainReason(locale, "SKIPPED", reason);
  return <span title={remedy}>{title}</span>;
}

function optOut(recipientId: string, topicId: string | null): Promise<void> {
  return apiSend("POST", "/api/opt-outs", { body: { recipientId, topicId } });
}

function optIn(recipientId: string, topicId: string | null): Promise<void> {
  return apiSend("DELETE", withQuery("/api/opt-outs", { recipientId, topicId: topicId ?? undefined }));
}

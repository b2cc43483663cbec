"use client";

// On the page of a recurring broadcast: when it runs next, a way to change that, and what became of the runs it had. On the
// page of a run: of which recurring broadcast it is one.
import { Button, Text } from "@fluentui/react-components";
import { ArrowRepeatAllRegular } from "@fluentui/react-icons/svg/arrow-repeat-all";
import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";

import { isEditable } from "@/app/_components/compose/draft-status";
import { type Column, DataTable } from "@/app/_components/data-table";
import { EmptyState } from "@/app/_components/empty-state";
import { ProblemBar } from "@/app/_components/problem-bar";
import { ReportCard } from "@/app/_components/report-card";
import { ServerWords } from "@/app/_components/server-words";
import { useMayWrite } from "@/app/_components/shell-context";
import { TextLink } from "@/app/_components/soft-link";
import { BroadcastBadge } from "@/app/_components/status-badge";
import { useLive } from "@/app/_components/use-live";
import { When } from "@/app/_components/when";
import { rhythmOf } from "@/lib/domain/recurrence";
import type { BroadcastDetail, Page, RecurrenceView, RunView } from "@/lib/domain/views";
import { rhythmValues } from "@/lib/texts/rhythm-values";

import { ChangeRhythm } from "./change-rhythm";
import { NextRuns } from "./next-runs";

const EVERY_MS = 10_000;

type Props = { detail: BroadcastDetail; onChanged: () => void };

export function ReportRuns({ detail, onChanged }: Props) {
  const t = useTranslations("recurring");
  const { origin, recurrence } = detail;
  if (recurrence) {
    return (
      <>
        <Rhythm detail={detail} recurrence={recurrence} onChanged={onChanged} />
        <PastRuns id={detail.id} />
      </>
    );
  }
  if (origin?.kind !== "RECURRING") return null;
  return <Text>{t("isRun")} <TextLink href={`/broadcasts/${origin.recurringId}`}>{t("ofWhich")}</TextLink></Text>;
}

function Rhythm({ detail, recurrence, onChanged }: Props & { recurrence: RecurrenceView }) {
  const t = useTranslations("recurring");
  const locale = useLocale();
  const mayWrite = useMayWrite();
  const [changing, setChanging] = useState(false);
  const { cron, zone } = recurrence;
  const choice = rhythmOf(cron);
  const rhythm = choice.rhythm === "CRON" ? t("cronOf", { cron }) : t(`rhythmAt.${choice.rhythm}`, rhythmValues(locale, choice));
  const active = detail.status === "ACTIVE" || detail.status === "IN_REVIEW";
  const may = mayWrite && detail.purpose === "RECURRING" && isEditable(detail);
  const open = (
    <Button size="small" icon={<ArrowRepeatAllRegular />} onClick={() => setChanging(true)}>{t("change.open")}</Button>
  );
  return (
    <ReportCard title={t("title")} tools={may && !changing && open}>
      <Text>{t("rhythmOf", { rhythm, zone })}</Text>
      {may && changing ? (
        <ChangeRhythm {...{ detail, recurrence, onChanged }} onClose={() => setChanging(false)} />
      ) : active ? <NextRuns {...recurrence} /> : <Text>{t("none")}</Text>}
    </ReportCard>
  );
}

function PastRuns({ id }: { id: string }) {
  const t = useTranslations("recurring");
  const { data, error } = useLive<Page<RunView>>(`/api/broadcasts/${id}/runs?limit=20`, EVERY_MS);
  const columns: Column<RunView>[] = [
    { key: "due", header: t("due"), cell: ({ dueAt, broadcastId }) => broadcastId === null
      ? <When at={dueAt} exact />
      : <TextLink href={`/broadcasts/${broadcastId}`}><When at={dueAt} exact /></TextLink> },
    { key: "outcome", header: t("outcome"), cell: ({ outcome, status, reason }) => (
      <>
        {status ? <BroadcastBadge status={status} /> : t(`outcomes.${outcome}`)}
        {reason !== null && <> <ServerWords>{reason}</ServerWords></>}
      </>
    ) },
    { key: "sent", header: t("sent"), numeric: true, cell: ({ counts }) => (counts ? `${counts.sent} / ${counts.total}` : "–") },
  ];
  return (
    <ReportCard title={t("past")}>
      <ProblemBar error={error} />
      <DataTable
        label={t("past")}
        columns={columns}
        rows={data?.items}
        rowKey={({ dueAt }) => dueAt}
        empty={<EmptyState sentence={t("noRun")} />}
      />
    </ReportCard>
  );
}

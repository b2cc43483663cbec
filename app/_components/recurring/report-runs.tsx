"use client";

// On the page of a recurring broadcast: when it runs next, and what became of the runs it had. On the page of a run: of
// which recurring broadcast it is one.
import { Text } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import { type Column, DataTable } from "@/app/_components/data-table";
import { EmptyState } from "@/app/_components/empty-state";
import { ProblemBar } from "@/app/_components/problem-bar";
import { ReportCard } from "@/app/_components/report-card";
import { ServerWords } from "@/app/_components/server-words";
import { TextLink } from "@/app/_components/soft-link";
import { BroadcastBadge } from "@/app/_components/status-badge";
import { useLive } from "@/app/_components/use-live";
import { When } from "@/app/_components/when";
import { rhythmOf } from "@/lib/domain/recurrence";
import type { BroadcastDetail, Page, RecurrenceView, RunView } from "@/lib/domain/views";

import { NextRuns } from "./next-runs";

const EVERY_MS = 10_000;

export function ReportRuns({ detail: { id, status, origin, recurrence } }: { detail: BroadcastDetail }) {
  const t = useTranslations("recurring");
  if (recurrence) return <Runs id={id} recurrence={recurrence} active={status === "ACTIVE" || status === "IN_REVIEW"} />;
  if (origin?.kind !== "RECURRING") return null;
  return <Text>{t("isRun")} <TextLink href={`/broadcasts/${origin.recurringId}`}>{t("ofWhich")}</TextLink></Text>;
}

type Props = { id: string; recurrence: RecurrenceView; active: boolean };

function Runs({ id, recurrence, active }: Props) {
  const t = useTranslations("recurring");
  const { cron, zone } = recurrence;
  const { rhythm } = rhythmOf(cron);
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
    <>
      <ReportCard title={t("title")}>
        <Text>{t("rhythmOf", { rhythm: rhythm === "CRON" ? t("cronOf", { cron }) : t(`rhythms.${rhythm}`), zone })}</Text>
        {active ? <NextRuns {...recurrence} /> : <Text>{t("none")}</Text>}
      </ReportCard>
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
    </>
  );
}

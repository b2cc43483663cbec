"use client";

// How reading people and groups stands: under way with its progress, done with its numbers, or failed with the remedy.
import { Button, makeStyles, Text, tokens } from "@fluentui/react-components";
import { ArrowSyncRegular } from "@fluentui/react-icons/svg/arrow-sync";
import type { ReactNode } from "react";
import { useFormatter, useTranslations } from "use-intl";

import { apiSend } from "@/app/_components/api";
import { ProblemBar } from "@/app/_components/problem-bar";
import { ReportCard } from "@/app/_components/report-card";
import { usePerson } from "@/app/_components/shell-context";
import { JobBadge } from "@/app/_components/status-badge";
import { useCommand } from "@/app/_components/use-command";
import { useToast } from "@/app/_components/use-toast";
import { When } from "@/app/_components/when";
import type { DirectoryState, SyncState } from "@/lib/domain/directory-views";

import { DirectoryProblem } from "./problem-words";
import { ProgressLine } from "./progress-line";

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground2 },
  times: { display: "flex", flexWrap: "wrap", gap: "4px 20px", color: tokens.colorNeutralForeground2 },
});

type Props = {
  sync: SyncState;
  /** Whether there are several tenants to tell apart. */
  named: boolean;
  onAsked: (state: DirectoryState) => void;
};

export function SyncCard({ sync, named, onAsked }: Props) {
  const t = useTranslations("directory.sync");
  const styles = useStyles();
  const { status, problem, succeededAt, tenantId } = sync;
  const busy = status === "WANTED" || status === "RUNNING" || (status === "QUEUED" && problem === null);
  const isInPart = status === "DONE" && problem !== null;
  return (
    <ReportCard
      title={named ? `${t("title")} · ${t("tenant", { id: tenantId })}` : t("title")}
      tools={isInPart ? undefined : <JobBadge status={status} />}
    >
      {busy && <Underway sync={sync} />}
      {!busy && problem !== null && (
        <DirectoryProblem
          code={problem}
          intent={status === "FAILED" ? "error" : "warning"}
          more={status === "QUEUED" ? t("again") : isInPart ? t("inPart") : undefined}
        />
      )}
      {!busy && (problem === null || isInPart) && <Text>{succeededAt === null ? t("never") : t(`round.${sync.round}`, numbersOf(sync))}</Text>}
      <Times sync={sync} />
      <SyncNow busy={busy} onAsked={onAsked} />
      {succeededAt === null && <Text size={200} className={styles.quiet}>{t("full")}</Text>}
    </ReportCard>
  );
}

function numbersOf({ people, pages, departed }: SyncState) {
  return { people, pages, departed };
}

function Underway({ sync: { people, expected, perSecond } }: { sync: SyncState }) {
  const t = useTranslations("directory.sync");
  const format = useFormatter();
  const share = expected === null || expected === 0 ? undefined : people / expected;
  const words = expected === null ? t("progressOpen", { people }) : t("progress", { people, expected });
  const pace = perSecond ? t("pace", { rate: format.number(perSecond, { maximumFractionDigits: 0 }) }) : undefined;
  return <ProgressLine label={t("title")} share={share} words={words} pace={pace} />;
}

function Times({ sync: { status, problem, startedAt, finishedAt, succeededAt } }: { sync: SyncState }) {
  const styles = useStyles();
  const t = useTranslations("directory.sync");
  const time = (word: string, at: string): ReactNode => <Text size={200}>{word} <When at={at} /></Text>;
  return (
    <div className={styles.times}>
      {succeededAt !== null && time(t("last"), succeededAt)}
      {status === "RUNNING" && startedAt !== null && time(t("started"), startedAt)}
      {problem !== null && status !== "RUNNING" && status !== "DONE" && finishedAt !== null && time(t("failedAt"), finishedAt)}
    </div>
  );
}

function SyncNow({ busy, onAsked }: { busy: boolean; onAsked: (state: DirectoryState) => void }) {
  const t = useTranslations("directory.sync");
  const toast = useToast();
  const { role } = usePerson();
  const command = useCommand();
  if (role !== "admin") return null;
  const ask = () => void command.run(async () => {
    onAsked(await apiSend<DirectoryState>("POST", "/api/directory/sync"));
    toast(t("asked"));
  });
  return (
    <>
      <ProblemBar error={command.error} />
      <div>
        <Button icon={<ArrowSyncRegular />} disabledFocusable={busy || command.busy} onClick={ask}>{t("now")}</Button>
      </div>
    </>
  );
}

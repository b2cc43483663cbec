"use client";

// How a nightly job stands, and the button that asks for it now.
import { Button, makeStyles, MessageBar, MessageBarBody, Text, tokens } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import { apiSend } from "@/app/_components/api";
import { ProblemBar } from "@/app/_components/problem-bar";
import { useCommand } from "@/app/_components/use-command";
import { useToast } from "@/app/_components/use-toast";
import { When } from "@/app/_components/when";
import type { JobStatus } from "@/lib/domain/job";
import type { UpkeepView } from "@/lib/domain/upkeep-view";

const useStyles = makeStyles({
  row: { display: "flex", flexWrap: "wrap", alignItems: "center", gap: "8px 16px" },
  quiet: { color: tokens.colorNeutralForeground2 },
});

/** Asked for or at work. */
export function isBusy(status: JobStatus | null): boolean {
  return status === "WANTED" || status === "QUEUED" || status === "RUNNING";
}

type Props = { kind: "RETENTION" | "CONSISTENCY"; view: UpkeepView; onChanged: (view: UpkeepView) => void };

export function UpkeepRun({ kind, view, onChanged }: Props) {
  const styles = useStyles();
  const t = useTranslations("settings.run");
  const toast = useToast();
  const { run, busy, error } = useCommand();
  const { status, last } = kind === "RETENTION" ? view.retention : view.consistency;
  const underway = isBusy(status);
  const ask = () => void run(async () => {
    onChanged(await apiSend<UpkeepView>("POST", "/api/upkeep/run", { body: { kind } }));
    toast(t("asked"));
  });
  return (
    <>
      <ProblemBar error={error} />
      {status === "FAILED" && (
        <MessageBar intent="error" layout="multiline"><MessageBarBody>{t("failed")}</MessageBarBody></MessageBar>
      )}
      <div className={styles.row}>
        <Button disabledFocusable={busy || underway} onClick={ask}>
          {t(kind === "RETENTION" ? "keepRun" : "checkRun")}
        </Button>
        <Text size={200} className={styles.quiet} role="status">
          {underway ? t("running") : last ? <>{t("last")} <When at={last.finishedAt} /></> : t("never")}
        </Text>
      </div>
    </>
  );
}

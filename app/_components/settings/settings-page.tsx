"use client";

// Settings: what a second person must approve, for how long data are kept, and what the nightly jobs did and found. Only an
// admin may ask, so nobody else does.
import { makeStyles, MessageBar, MessageBarBody } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import { PageHeader } from "@/app/_components/page-header";
import { ProblemBar } from "@/app/_components/problem-bar";
import { usePerson } from "@/app/_components/shell-context";
import { useLive } from "@/app/_components/use-live";
import type { UpkeepView } from "@/lib/domain/upkeep-view";

import { ApprovalCard } from "./approval-card";
import { ConsistencyCard } from "./consistency-card";
import { RetentionCard } from "./retention-card";
import { SendLimitsCard } from "./send-limits-card";
import { isBusy } from "./upkeep-run";

const BUSY_MS = 2_000;
const IDLE_MS = 30_000;

const useStyles = makeStyles({
  stack: { display: "grid", gridTemplateColumns: "minmax(0, 1fr)", rowGap: "16px" },
});

export function SettingsPage() {
  const styles = useStyles();
  const t = useTranslations("settings");
  const { role } = usePerson();
  return (
    <div className={styles.stack}>
      <PageHeader title={t("title")} about={t("about")} />
      {role === "admin" && <ApprovalCard />}
      {role === "admin" && <SendLimitsCard />}
      {role === "admin" ? <Upkeep /> : <MessageBar intent="info"><MessageBarBody>{t("adminOnly")}</MessageBarBody></MessageBar>}
    </div>
  );
}

function Upkeep() {
  const live = useLive<UpkeepView>("/api/upkeep", everyMs);
  return (
    <>
      <ProblemBar error={live.error} stale={live.stale} onRetry={() => void live.refresh()} />
      {live.data && (
        <>
          <RetentionCard view={live.data} onChanged={live.replace} />
          <ConsistencyCard view={live.data} onChanged={live.replace} />
        </>
      )}
    </>
  );
}

function everyMs(view: UpkeepView | undefined): number {
  return view && !isBusy(view.retention.status) && !isBusy(view.consistency.status) ? IDLE_MS : BUSY_MS;
}

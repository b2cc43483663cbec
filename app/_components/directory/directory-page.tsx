"use client";

// The directory: how reading it and installing the app stand, who is in it, and its groups. The numbers are the server's,
// so that they survive a reload; they are asked for often while something is under way.
import { makeStyles, MessageBar, MessageBarBody, MessageBarTitle } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import { PageHeader } from "@/app/_components/page-header";
import { ProblemBar } from "@/app/_components/problem-bar";
import { useLive } from "@/app/_components/use-live";
import type { DirectoryState } from "@/lib/domain/directory-views";

import { AccountCounts } from "./account-counts";
import { GroupsSection } from "./groups-section";
import { InstallsCard } from "./installs-card";
import { SyncCard } from "./sync-card";

const BUSY_MS = 2_000;
const IDLE_MS = 15_000;

const useStyles = makeStyles({
  stack: { display: "grid", gridTemplateColumns: "minmax(0, 1fr)", rowGap: "16px" },
  cards: {
    display: "grid",
    gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 360px), 1fr))",
    gap: "16px",
    alignItems: "start",
  },
});

export function DirectoryPage() {
  const styles = useStyles();
  const t = useTranslations("directory");
  const live = useLive<DirectoryState>("/api/directory", everyMs);
  const state = live.data;
  return (
    <div className={styles.stack}>
      <PageHeader title={t("title")} about={t("about")} />
      <ProblemBar error={live.error} stale={live.stale} onRetry={() => void live.refresh()} />
      {state?.configured === false && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{t("notConfigured.title")}</MessageBarTitle>
            {t("notConfigured.text")}
          </MessageBarBody>
        </MessageBar>
      )}
      {state?.configured && (
        <>
          <AccountCounts state={state} />
          <div className={styles.cards}>
            {state.syncs.map((sync) => (
              <SyncCard key={sync.tenantId} sync={sync} named={state.syncs.length > 1} onAsked={live.replace} />
            ))}
            <InstallsCard state={state} onAsked={() => void live.refresh()} />
          </div>
          <GroupsSection syncedAt={state.syncs[0]?.succeededAt ?? null} />
        </>
      )}
    </div>
  );
}

function everyMs(state: DirectoryState | undefined): number {
  if (!state) return BUSY_MS;
  const busy = state.syncs.some(({ status }) => status === "WANTED" || status === "QUEUED" || status === "RUNNING");
  return busy || state.installs.waiting > 0 ? BUSY_MS : IDLE_MS;
}

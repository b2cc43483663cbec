"use client";

// All broadcasts: tabs by state, search, live state and counts, and the standing welcome with its switch.
import { makeStyles } from "@fluentui/react-components";
import { AddRegular } from "@fluentui/react-icons/svg/add";
import { useTranslations } from "use-intl";

import type { BroadcastStatus } from "@/lib/domain/broadcast";
import type { BroadcastView, Page } from "@/lib/domain/views";

import { WaitingForYou } from "./approval/waiting-for-you";
import { BroadcastsTable } from "./broadcasts-table";
import { FilterTabs } from "./filter-tabs";
import { PageHeader } from "./page-header";
import { ProblemBar } from "./problem-bar";
import { SearchField } from "./search-field";
import { useMayWrite } from "./shell-context";
import { LinkButton } from "./soft-link";
import { StandingWelcome } from "./standing-welcome";
import { TablePager } from "./table-pager";
import { useLive } from "./use-live";
import { useUrlState, withQuery } from "./use-url-state";

/** The tabs, and the states each one shows. */
const TABS: Record<string, readonly BroadcastStatus[]> = {
  all: [],
  drafts: ["DRAFT"],
  review: ["IN_REVIEW"],
  scheduled: ["SCHEDULED"],
  sending: ["RESOLVING", "SENDING", "PAUSED"],
  finished: ["FINISHED"],
  stopped: ["FAILED", "CANCELED"],
};
const PAGE_SIZE = 25;
const LIVE_MS = 2_000;
const CALM_MS = 8_000;
const MOVING: readonly BroadcastStatus[] = ["SCHEDULED", "RESOLVING", "SENDING"];

const useStyles = makeStyles({
  bar: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    justifyContent: "space-between",
    gap: "12px",
    marginBottom: "12px",
  },
});

export function BroadcastsPage() {
  const styles = useStyles();
  const t = useTranslations("broadcasts");
  const mayWrite = useMayWrite();
  const url = useUrlState();
  const tab = url.get("tab") in TABS ? url.get("tab") : "all";
  const list = useBroadcasts(tab, url.get("q"), url.get("cursor"));
  const filtered = tab !== "all" || url.get("q") !== "";

  return (
    <>
      <PageHeader title={t("title")} about={t("about")}>
        {mayWrite && (
          <LinkButton appearance="primary" icon={<AddRegular />} href="/broadcasts/new">{t("new")}</LinkButton>
        )}
      </PageHeader>
      <WaitingForYou />
      <StandingWelcome />
      <div className={styles.bar}>
        <FilterTabs
          label={t("tabs")}
          tabs={Object.keys(TABS).map((key) => ({ key, word: t(`tab.${key}`) }))}
          selected={tab}
          hrefOf={(key) => url.href({ tab: key === "all" ? null : key })}
        />
        <SearchField url={url} label={t("search")} />
      </div>
      <ProblemBar error={list.error} stale={list.stale} onRetry={() => void list.refresh()} />
      <BroadcastsTable rows={list.rows} dimmed={list.loading} filtered={filtered} mayWrite={mayWrite} />
      <TablePager url={url} next={list.next} loading={list.loading} />
    </>
  );
}

function useBroadcasts(tab: string, q: string, cursor: string) {
  const path = withQuery("/api/broadcasts", { status: TABS[tab]?.join(","), q, cursor, limit: PAGE_SIZE });
  const live = useLive<Page<BroadcastView>>(path, (page) => page?.items.some(isMoving) ? LIVE_MS : CALM_MS);
  // The standing welcome has a place of its own above the list.
  const rows = live.data?.items.filter((row) => row.purpose !== "STANDING");
  return { ...live, rows: live.error && !rows ? [] : rows, next: live.data?.next };
}

function isMoving({ status }: BroadcastView): boolean {
  return MOVING.includes(status);
}

"use client";

// The teams and group chats the app is in: how many of their members are known, and where broadcasts may post. One search
// for both; each list is paged by itself.
import { makeStyles, Text, tokens } from "@fluentui/react-components";
import { PeopleTeamRegular } from "@fluentui/react-icons/svg/people-team";
import { useTranslations } from "use-intl";

import { type Column, DataTable } from "@/app/_components/data-table";
import { EmptyState } from "@/app/_components/empty-state";
import { PageHeader } from "@/app/_components/page-header";
import { ProblemBar } from "@/app/_components/problem-bar";
import { SearchField } from "@/app/_components/search-field";
import { useMayWrite } from "@/app/_components/shell-context";
import { TextLink } from "@/app/_components/soft-link";
import { TablePager } from "@/app/_components/table-pager";
import { useLive } from "@/app/_components/use-live";
import { useUrlState, withQuery } from "@/app/_components/use-url-state";
import type { Page, TeamView } from "@/lib/domain/views";

import { GroupChats } from "./group-chats";
import { ReadRosterButton } from "./read-roster-button";
import { everyMs, RosterWords } from "./roster-words";

const PAGE_SIZE = 25;

const useStyles = makeStyles({
  bar: { marginBottom: "12px" },
  name: { fontWeight: tokens.fontWeightSemibold },
  under: { display: "block", color: tokens.colorNeutralForeground3 },
});

export function TeamsPage() {
  const styles = useStyles();
  const t = useTranslations("teams");
  const url = useUrlState();
  const q = url.get("q");
  const path = withQuery("/api/teams", { q, cursor: url.get("cursor"), limit: PAGE_SIZE });
  const list = useLive<Page<TeamView>>(path, (page) => everyMs(page?.items.map(({ roster }) => roster)));
  return (
    <>
      <PageHeader title={t("title")} about={t("about")} />
      <div className={styles.bar}><SearchField url={url} label={t("search")} /></div>
      <ProblemBar error={list.error} stale={list.stale} onRetry={() => void list.refresh()} />
      <DataTable
        label={t("title")}
        columns={useColumns(() => void list.refresh())}
        rows={list.error && !list.data ? [] : list.data?.items}
        rowKey={(row) => row.id}
        empty={<EmptyState icon={<PeopleTeamRegular />} sentence={t(q === "" ? "empty" : "emptyFiltered")} />}
        dimmed={list.loading}
      />
      <TablePager url={url} next={list.data?.next} loading={list.loading} />
      <GroupChats key={q} q={q} />
    </>
  );
}

function useColumns(refresh: () => void): Column<TeamView>[] {
  const t = useTranslations("teams");
  const mayWrite = useMayWrite();
  const columns: Column<TeamView>[] = [
    { key: "name", header: t("column.team"), width: "38%", cell: (team) => <TeamName team={team} /> },
    { key: "members", header: t("column.members"), width: "28%", cell: (team) => <RosterWords {...team} /> },
    { key: "channels", header: t("column.channels"), cell: (team) => <Channels team={team} /> },
  ];
  if (!mayWrite) return columns;
  const tools = (team: TeamView) => <ReadRosterButton kind="teams" {...team} onAsked={refresh} />;
  return [...columns, { key: "tools", header: t("column.tools"), cell: tools }];
}

function TeamName({ team: { id, name, installerName, archivedAt } }: { team: TeamView }) {
  const styles = useStyles();
  const t = useTranslations("teams");
  const under = [archivedAt === null ? "" : t("archived"), installerName ? t("addedBy", { name: installerName }) : ""];
  return (
    <>
      <TextLink href={`/teams/${id}`} className={styles.name}><span dir="auto">{name || t("nameless")}</span></TextLink>
      <Text size={200} className={styles.under}>{under.filter((words) => words !== "").join(" · ")}</Text>
    </>
  );
}

function Channels({ team: { channels } }: { team: TeamView }) {
  const styles = useStyles();
  const t = useTranslations("teams");
  const off = channels.filter(({ postsAllowed }) => !postsAllowed).length;
  return (
    <>
      {t("channels.count", { count: channels.length })}
      {off > 0 && <Text size={200} className={styles.under}>{t("channels.off", { count: off })}</Text>}
    </>
  );
}

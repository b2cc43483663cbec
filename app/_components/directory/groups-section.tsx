"use client";

// The groups of the directory: searched on the server, with as many members as the last reading found.
import { makeStyles, Select, Subtitle2, Text, tokens } from "@fluentui/react-components";
import { PeopleTeamRegular } from "@fluentui/react-icons/svg/people-team";
import { useEffect } from "react";
import { useTranslations } from "use-intl";

import { type Column, DataTable } from "@/app/_components/data-table";
import { EmptyState } from "@/app/_components/empty-state";
import { ProblemBar } from "@/app/_components/problem-bar";
import { SearchField } from "@/app/_components/search-field";
import { useMayWrite } from "@/app/_components/shell-context";
import { TablePager } from "@/app/_components/table-pager";
import { useLive } from "@/app/_components/use-live";
import { type UrlState, useUrlState, withQuery } from "@/app/_components/use-url-state";
import { GROUP_KINDS } from "@/lib/domain/directory";
import type { GroupView } from "@/lib/domain/directory-views";
import type { Page } from "@/lib/domain/views";

import { GroupMembers } from "./group-members";
import { GroupTools } from "./group-tools";

const PAGE_SIZE = 25;
const BUSY_MS = 1_500;
const IDLE_MS = 30_000;

const useStyles = makeStyles({
  bar: { display: "flex", flexWrap: "wrap", gap: "8px", alignItems: "center", marginBlock: "8px 12px" },
  title: { margin: 0 },
  name: { fontWeight: tokens.fontWeightSemibold },
  under: { display: "block", color: tokens.colorNeutralForeground3 },
});

/** `syncedAt`: when the list was last read; a newer one is asked for at once. */
export function GroupsSection({ syncedAt }: { syncedAt: string | null }) {
  const styles = useStyles();
  const t = useTranslations("directory.groups");
  const url = useUrlState();
  const kind = GROUP_KINDS.find((one) => one === url.get("kind"));
  const question = { q: url.get("q"), kind, cursor: url.get("cursor"), limit: PAGE_SIZE };
  const list = useLive<Page<GroupView>>(withQuery("/api/groups", question), everyMs);
  const { refresh } = list;
  useEffect(() => void refresh(), [syncedAt, refresh]);
  const filtered = url.get("q") !== "" || kind !== undefined;
  return (
    <section>
      <Subtitle2 as="h2" className={styles.title}>{t("title")}</Subtitle2>
      <div className={styles.bar}>
        <SearchField url={url} label={t("search")} />
        <KindFilter url={url} />
      </div>
      <ProblemBar error={list.error} stale={list.stale} onRetry={() => void refresh()} />
      <DataTable
        label={t("title")}
        columns={useColumns(() => void refresh())}
        rows={list.error && !list.data ? [] : list.data?.items}
        rowKey={(row) => row.id}
        empty={<EmptyState icon={<PeopleTeamRegular />} sentence={t(filtered ? "emptyFiltered" : "empty")} />}
        dimmed={list.loading}
      />
      <TablePager url={url} next={list.data?.next} loading={list.loading} />
    </section>
  );
}

function everyMs(page: Page<GroupView> | undefined): number {
  const busy = page?.items.some(({ reading, teamInstall }) => {
    const installing = teamInstall !== null && teamInstall.status !== "DONE" && teamInstall.status !== "FAILED";
    return installing || reading === "WANTED" || reading === "READING";
  });
  return busy ? BUSY_MS : IDLE_MS;
}

function KindFilter({ url }: { url: UrlState }) {
  const t = useTranslations("directory.groups");
  return (
    <Select
      aria-label={t("kind")}
      value={url.get("kind")}
      onChange={(_, { value }) => url.set({ kind: value === "" ? null : value })}
    >
      <option value="">{t("anyKind")}</option>
      {GROUP_KINDS.map((kind) => <option key={kind} value={kind}>{t(`kinds.${kind}`)}</option>)}
    </Select>
  );
}

function useColumns(refresh: () => void): Column<GroupView>[] {
  const t = useTranslations("directory.groups");
  const mayWrite = useMayWrite();
  const columns: Column<GroupView>[] = [
    { key: "name", header: t("column.name"), width: "34%", cell: (group) => <GroupName group={group} /> },
    { key: "kind", header: t("column.kind"), width: "20%", cell: (group) => <GroupKindWords group={group} /> },
    { key: "members", header: t("column.members"), cell: (group) => <GroupMembers group={group} /> },
  ];
  if (!mayWrite) return columns;
  const tools = (group: GroupView) => <GroupTools group={group} onAsked={refresh} />;
  return [...columns, { key: "tools", header: t("column.tools"), cell: tools }];
}

function GroupName({ group }: { group: GroupView }) {
  const styles = useStyles();
  return (
    <>
      <span className={styles.name} dir="auto">{group.name}</span>
      {group.mail && <Text size={200} className={styles.under}>{group.mail}</Text>}
    </>
  );
}

function GroupKindWords({ group }: { group: GroupView }) {
  const styles = useStyles();
  const t = useTranslations("directory.groups");
  const more = [group.membership === "DYNAMIC" ? t("dynamic") : "", group.hasTeam ? t("team") : ""].filter((word) => word !== "");
  return (
    <>
      {t(`kinds.${group.kind}`)}
      {more.length > 0 && <Text size={200} className={styles.under}>{more.join(", ")}</Text>}
    </>
  );
}

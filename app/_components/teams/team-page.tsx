"use client";

// The page of one team: who is in it as far as is known, and its channels with the switch that keeps broadcasts out of one.
import { makeStyles, Skeleton, SkeletonItem, Text, tokens } from "@fluentui/react-components";
import { useFormatter, useTranslations } from "use-intl";

import { type Column, DataTable } from "@/app/_components/data-table";
import { EmptyState } from "@/app/_components/empty-state";
import { PageHeader } from "@/app/_components/page-header";
import { ProblemBar } from "@/app/_components/problem-bar";
import { ReportCard } from "@/app/_components/report-card";
import { useMayWrite, usePerson } from "@/app/_components/shell-context";
import { TextLink } from "@/app/_components/soft-link";
import { ReferenceBadge } from "@/app/_components/status-badge";
import { useLive } from "@/app/_components/use-live";
import type { ChannelView, TeamDetail } from "@/lib/domain/views";

import { PostsSwitch } from "./posts-switch";
import { ReadRosterButton } from "./read-roster-button";
import { everyMs, RosterWords } from "./roster-words";

const useStyles = makeStyles({
  page: { display: "grid", rowGap: "20px", gridTemplateColumns: "minmax(0, 1fr)" },
  quiet: { color: tokens.colorNeutralForeground2 },
  name: { fontWeight: tokens.fontWeightSemibold },
});

type Props = { team: TeamDetail; onChanged: () => void };

export function TeamPage({ id }: { id: string }) {
  const styles = useStyles();
  const t = useTranslations("shell");
  const live = useLive<TeamDetail>(`/api/teams/${id}`, (team) => everyMs(team && [team.roster]));
  const refresh = () => void live.refresh();
  return (
    <div className={styles.page}>
      <ProblemBar error={live.error} stale={live.stale} onRetry={refresh} />
      {live.data && (
        <>
          <Head team={live.data} />
          <Members team={live.data} onChanged={refresh} />
          <Channels team={live.data} onChanged={refresh} />
        </>
      )}
      {!live.data && !live.error && <Skeleton aria-label={t("loading")}><SkeletonItem size={72} /></Skeleton>}
    </div>
  );
}

function Head({ team: { name, installerName, installedAt, archivedAt } }: Pick<Props, "team">) {
  const t = useTranslations("teams");
  const format = useFormatter();
  const at = installedAt === null ? "" : format.dateTime(new Date(installedAt), { dateStyle: "medium" });
  const about = [
    archivedAt === null ? "" : t("archivedAbout"),
    installerName ? t("addedBy", { name: installerName }) : "",
    at,
  ];
  return (
    <PageHeader
      title={name || t("nameless")}
      above={<TextLink href="/teams">{t("back")}</TextLink>}
      about={about.filter((words) => words !== "").join(" · ")}
    />
  );
}

function Members({ team, onChanged }: Props) {
  const t = useTranslations("teams");
  const mayWrite = useMayWrite();
  const read = mayWrite && <ReadRosterButton kind="teams" {...team} onAsked={onChanged} />;
  return (
    <ReportCard title={t("column.members")} tools={read}>
      <div><RosterWords {...team} /></div>
      <div><TextLink href={`/recipients?team=${team.id}`}>{t("showMembers")}</TextLink></div>
    </ReportCard>
  );
}

function Channels({ team, onChanged }: Props) {
  const styles = useStyles();
  const t = useTranslations("teams");
  const { role } = usePerson();
  const name = (channel: ChannelView) => (
    <TextLink href={`/recipients/${channel.id}`} className={styles.name}><span dir="auto">{channel.name}</span></TextLink>
  );
  const posts = ({ id, name: channel, postsAllowed }: ChannelView) => (
    <PostsSwitch kind="channels" id={id} name={channel} allowed={postsAllowed} onChanged={onChanged} />
  );
  const columns: Column<ChannelView>[] = [
    { key: "name", header: t("column.channel"), width: "46%", cell: name },
    { key: "state", header: t("column.state"), width: "26%", cell: ({ state }) => <ReferenceBadge state={state} /> },
    { key: "posts", header: t("column.posts"), cell: posts },
  ];
  return (
    <ReportCard title={t("column.channels")}>
      <Text className={styles.quiet}>{t(role === "admin" ? "posts.about" : "posts.aboutOthers")}</Text>
      <DataTable
        label={t("column.channels")}
        columns={columns}
        rows={team.channels}
        rowKey={({ id }) => id}
        empty={<EmptyState sentence={t("channels.none")} />}
      />
    </ReportCard>
  );
}

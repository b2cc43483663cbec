"use client";

// The group chats the bot is in, with the switch for posts.
import { makeStyles, Subtitle2, tokens } from "@fluentui/react-components";
import { ChatMultipleRegular } from "@fluentui/react-icons/svg/chat-multiple";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { type Column, DataTable } from "@/app/_components/data-table";
import { EmptyState } from "@/app/_components/empty-state";
import { ProblemBar } from "@/app/_components/problem-bar";
import { useMayWrite } from "@/app/_components/shell-context";
import { TextLink } from "@/app/_components/soft-link";
import { TablePager } from "@/app/_components/table-pager";
import { useLive } from "@/app/_components/use-live";
import { withQuery } from "@/app/_components/use-url-state";
import type { GroupChatView, Page } from "@/lib/domain/views";

import { PostsSwitch } from "./posts-switch";
import { ReadRosterButton } from "./read-roster-button";
import { everyMs, RosterWords } from "./roster-words";

const PAGE_SIZE = 25;

const useStyles = makeStyles({
  title: { display: "block", margin: "24px 0 12px" },
  name: { fontWeight: tokens.fontWeightSemibold },
});

export function GroupChats({ q }: { q: string }) {
  const styles = useStyles();
  const t = useTranslations("teams.chats");
  // The address keeps the place in the list of teams.
  const [cursor, setCursor] = useState("");
  const path = withQuery("/api/group-chats", { q, cursor, limit: PAGE_SIZE });
  const list = useLive<Page<GroupChatView>>(path, (page) => everyMs(page?.items.map(({ roster }) => roster)));
  const own = { get: () => cursor, set: (patch: Record<string, string | null>) => setCursor(patch["cursor"] ?? "") };
  return (
    <section>
      <Subtitle2 as="h2" className={styles.title}>{t("title")}</Subtitle2>
      <ProblemBar error={list.error} stale={list.stale} onRetry={() => void list.refresh()} />
      <DataTable
        label={t("title")}
        columns={useColumns(() => void list.refresh())}
        rows={list.error && !list.data ? [] : list.data?.items}
        rowKey={(row) => row.id}
        empty={<EmptyState icon={<ChatMultipleRegular />} sentence={t(q === "" ? "empty" : "emptyFiltered")} />}
        dimmed={list.loading}
      />
      <TablePager url={own} next={list.data?.next} loading={list.loading} />
    </section>
  );
}

function useColumns(refresh: () => void): Column<GroupChatView>[] {
  const styles = useStyles();
  const t = useTranslations("teams");
  const mayWrite = useMayWrite();
  const nameOf = ({ name }: GroupChatView) => name || t("chats.nameless");
  const link = (chat: GroupChatView) => (
    <TextLink href={`/recipients/${chat.id}`} className={styles.name}><span dir="auto">{nameOf(chat)}</span></TextLink>
  );
  const posts = (chat: GroupChatView) => (
    <PostsSwitch kind="group-chats" id={chat.id} name={nameOf(chat)} allowed={chat.postsAllowed} onChanged={refresh} />
  );
  const tools = (chat: GroupChatView) => (
    <ReadRosterButton kind="group-chats" id={chat.id} name={nameOf(chat)} roster={chat.roster} onAsked={refresh} />
  );
  return [
    { key: "name", header: t("column.chat"), width: "38%", cell: link },
    { key: "members", header: t("column.members"), width: "28%", cell: (chat) => <RosterWords {...chat} /> },
    { key: "posts", header: t("column.posts"), cell: posts },
    ...(mayWrite ? [{ key: "tools", header: t("column.tools"), cell: tools }] : []),
  ];
}

"use client";

// The topics: what broadcasts are about, and what people can opt out of.
import { Badge, Button, makeStyles, Text, tokens } from "@fluentui/react-components";
import { AddRegular } from "@fluentui/react-icons/svg/add";
import { DeleteRegular } from "@fluentui/react-icons/svg/delete";
import { EditRegular } from "@fluentui/react-icons/svg/edit";
import { LockClosedRegular } from "@fluentui/react-icons/svg/lock-closed";
import { TagRegular } from "@fluentui/react-icons/svg/tag";
import { type ReactNode, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";

import type { Page, TopicView } from "@/lib/domain/views";

import { apiSend } from "./api";
import { ConfirmDialog } from "./confirm-dialog";
import { type Column, DataTable } from "./data-table";
import { EmptyState } from "./empty-state";
import { PageHeader } from "./page-header";
import { ProblemBar } from "./problem-bar";
import { useMayWrite, usePerson } from "./shell-context";
import { TopicDrawer } from "./topic-drawer";
import { useCommand } from "./use-command";
import { type Live, useLive } from "./use-live";
import { useToast } from "./use-toast";

const EVERY_MS = 30_000;

const useStyles = makeStyles({
  name: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: "4px 8px",
    fontWeight: tokens.fontWeightSemibold,
  },
  under: { display: "block", color: tokens.colorNeutralForeground3 },
  tools: { display: "flex", gap: "4px" },
});

/** What the drawer is open for: a new topic, one to edit, or nothing. */
type Editing = TopicView | "new" | undefined;

export function TopicsPage() {
  const t = useTranslations("topics");
  const mayWrite = useMayWrite();
  const live = useLive<Page<TopicView>>("/api/topics", EVERY_MS);
  const [editing, setEditing] = useState<Editing>();
  const create = (
    <Button appearance="primary" icon={<AddRegular />} onClick={() => setEditing("new")}>{t("new")}</Button>
  );
  return (
    <>
      <PageHeader title={t("title")} about={t("about")}>{mayWrite && create}</PageHeader>
      <ProblemBar error={live.error} stale={live.stale} onRetry={() => void live.refresh()} />
      <TopicsTable live={live} onEdit={mayWrite ? setEditing : undefined} create={mayWrite ? create : undefined} />
      {editing !== undefined && (
        <TopicDrawer
          topic={editing === "new" ? undefined : editing}
          onClose={() => setEditing(undefined)}
          onSaved={() => void live.refresh()}
        />
      )}
    </>
  );
}

type TableProps = {
  live: Live<Page<TopicView>>;
  onEdit: ((topic: TopicView) => void) | undefined;
  create: ReactNode;
};

function TopicsTable({ live, onEdit, create }: TableProps) {
  const t = useTranslations("topics");
  const format = useFormatter();
  const columns: Column<TopicView>[] = [
    { key: "name", header: t("column.name"), width: "45%", cell: (topic) => <TopicName topic={topic} /> },
    { key: "key", header: t("column.key"), cell: (topic) => <code>{topic.key}</code> },
    { key: "optOuts", header: t("column.optOuts"), numeric: true, cell: (topic) => format.number(topic.optOuts) },
    {
      key: "broadcasts",
      header: t("column.broadcasts"),
      numeric: true,
      cell: (topic) => format.number(topic.broadcasts),
    },
  ];
  if (onEdit) {
    const tools = (topic: TopicView) => (
      <TopicTools topic={topic} onEdit={() => onEdit(topic)} onDeleted={() => void live.refresh()} />
    );
    columns.push({ key: "tools", header: t("column.tools"), cell: tools });
  }
  return (
    <DataTable
      label={t("title")}
      columns={columns}
      rows={live.error && !live.data ? [] : live.data?.items}
      rowKey={(topic) => topic.id}
      empty={<EmptyState icon={<TagRegular />} sentence={t("empty")} action={create} />}
    />
  );
}

function TopicName({ topic }: { topic: TopicView }) {
  const styles = useStyles();
  const t = useTranslations("topics");
  return (
    <>
      <span className={styles.name}>
        {topic.name}
        {topic.mandatory && (
          <Badge appearance="tint" color="warning" icon={<LockClosedRegular />} title={t("mandatory.hint")}>
            {t("mandatory.badge")}
          </Badge>
        )}
      </span>
      {topic.description !== "" && <Text size={200} className={styles.under}>{topic.description}</Text>}
    </>
  );
}

function TopicTools({ topic, onEdit, onDeleted }: { topic: TopicView; onEdit: () => void; onDeleted: () => void }) {
  const styles = useStyles();
  const t = useTranslations("topics");
  const toast = useToast();
  const { role } = usePerson();
  const { busy, error, run } = useCommand();
  // A mandatory topic takes away a choice from everybody, so only an admin may touch it.
  if (topic.mandatory && role !== "admin") return null;
  const used = topic.broadcasts > 0;
  const remove = () => void run(async () => {
    await apiSend("DELETE", `/api/topics/${topic.id}`);
    toast(t("deleted", { name: topic.name }));
    onDeleted();
  });
  const label = t("delete.label", { name: topic.name });
  const trash = (
    <Button appearance="subtle" icon={<DeleteRegular />} disabled={busy} aria-label={label} title={label} />
  );
  return (
    <>
      <span className={styles.tools}>
        <Button
          appearance="subtle"
          icon={<EditRegular />}
          aria-label={t("edit", { name: topic.name })}
          title={t("edit", { name: topic.name })}
          onClick={onEdit}
        />
        {role === "admin" && !used && (
          <ConfirmDialog
            trigger={trash}
            title={t("delete.title", { name: topic.name })}
            text={t("delete.text", { optOuts: topic.optOuts })}
            confirm={t("delete.confirm")}
            onConfirm={remove}
          />
        )}
        {role === "admin" && used && (
          <Button
            appearance="subtle"
            icon={<DeleteRegular />}
            disabledFocusable
            aria-label={`${label}: ${t("delete.used", { count: topic.broadcasts })}`}
            title={t("delete.used", { count: topic.broadcasts })}
          />
        )}
      </span>
      <ProblemBar error={error} />
    </>
  );
}

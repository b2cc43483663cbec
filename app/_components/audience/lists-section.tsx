"use client";

// The lists of people: what was found in each file, which lines named nobody, and the way to delete one.
import { Button, makeStyles, Subtitle2, Text, tokens } from "@fluentui/react-components";
import { DeleteRegular } from "@fluentui/react-icons/svg/delete";
import { DocumentTableRegular } from "@fluentui/react-icons/svg/document-table";
import { useCallback } from "react";
import { useTranslations } from "use-intl";

import { apiSend } from "@/app/_components/api";
import { ConfirmDialog } from "@/app/_components/confirm-dialog";
import { type Column, DataTable } from "@/app/_components/data-table";
import { EmptyState } from "@/app/_components/empty-state";
import { ProblemBar } from "@/app/_components/problem-bar";
import { useMayWrite } from "@/app/_components/shell-context";
import { useCommand } from "@/app/_components/use-command";
import { useLive } from "@/app/_components/use-live";
import { useToast } from "@/app/_components/use-toast";
import { When } from "@/app/_components/when";
import type { ListView, Page } from "@/lib/domain/views";

import { ListCounts } from "./list-counts";
import { ListUpload } from "./list-upload";

const BUSY_MS = 1_000;
const IDLE_MS = 30_000;

const useStyles = makeStyles({
  section: { display: "grid", gridTemplateColumns: "minmax(0, 1fr)", rowGap: tokens.spacingVerticalM },
  title: { margin: 0 },
  quiet: { color: tokens.colorNeutralForeground3, display: "block", maxWidth: "72ch" },
  name: { fontWeight: tokens.fontWeightSemibold },
});

export function ListsSection() {
  const t = useTranslations("audiences");
  const styles = useStyles();
  const toast = useToast();
  const mayWrite = useMayWrite();
  const { data, error, stale, refresh } = useLive<Page<ListView>>("/api/lists", everyMs);
  const again = useCallback(() => void refresh(), [refresh]);
  const uploaded = useCallback((list: ListView) => {
    toast(t("list.done", { name: list.name, count: list.people }));
    again();
  }, [toast, t, again]);
  const columns: Column<ListView>[] = [
    { key: "name", header: t("lists.column.name"), width: "24%", cell: (list) => <ListName list={list} /> },
    { key: "found", header: t("lists.column.found"), width: "42%", cell: (list) => <Found list={list} /> },
    { key: "by", header: t("lists.column.by"), cell: (list) => <By list={list} /> },
  ];
  const tools: Column<ListView> = {
    key: "tools", header: t("lists.column.tools"), cell: (list) => <DeleteList list={list} onDeleted={again} />,
  };
  return (
    <section className={styles.section} aria-label={t("lists.title")}>
      <div>
        <Subtitle2 as="h2" className={styles.title}>{t("lists.title")}</Subtitle2>
        <Text size={200} className={styles.quiet}>{t("lists.about")}</Text>
      </div>
      {mayWrite && <ListUpload onDone={uploaded} />}
      <ProblemBar error={error} stale={stale} onRetry={again} />
      <DataTable
        label={t("lists.title")}
        columns={mayWrite ? [...columns, tools] : columns}
        rows={error && !data ? [] : data?.items}
        rowKey={(row) => row.id}
        empty={<EmptyState icon={<DocumentTableRegular />} sentence={t("lists.empty")} />}
      />
    </section>
  );
}

function everyMs(page: Page<ListView> | undefined): number {
  return page?.items.some(({ status }) => status === "READING") ? BUSY_MS : IDLE_MS;
}

function ListName({ list }: { list: ListView }) {
  const styles = useStyles();
  return <span className={styles.name} dir="auto">{list.name}</span>;
}

function Found({ list }: { list: ListView }) {
  const t = useTranslations("audiences");
  if (list.status === "READING") return <span role="status">{t("lists.reading", { rows: list.rows })}</span>;
  return <ListCounts list={list} flaws={false} />;
}

function By({ list: { createdAt, authorName } }: { list: ListView }) {
  const t = useTranslations("audiences");
  const styles = useStyles();
  return (
    <>
      <When at={createdAt} />
      <Text size={200} className={styles.quiet}>{t("lists.by", { name: authorName })}</Text>
    </>
  );
}

function DeleteList({ list: { id, name }, onDeleted }: { list: ListView; onDeleted: () => void }) {
  const t = useTranslations("audiences");
  const toast = useToast();
  const { busy, error, run } = useCommand();
  const remove = () => void run(async () => {
    await apiSend("DELETE", `/api/lists/${id}`);
    toast(t("lists.deleted", { name }));
    onDeleted();
  });
  return (
    <>
      <ConfirmDialog
        trigger={
          <Button
            appearance="subtle"
            icon={<DeleteRegular />}
            disabledFocusable={busy}
            aria-label={t("lists.delete", { name })}
            title={t("lists.delete", { name })}
          />
        }
        title={t("lists.deleteTitle", { name })}
        text={t("lists.deleteText")}
        confirm={t("lists.deleteConfirm")}
        onConfirm={remove}
      />
      <ProblemBar error={error} />
    </>
  );
}

"use client";

// All templates: what they say, what an event has to bring, and what one can do with them.
import { makeStyles, Text, tokens } from "@fluentui/react-components";
import { AddRegular } from "@fluentui/react-icons/svg/add";
import { DocumentTextRegular } from "@fluentui/react-icons/svg/document-text";
import { useTranslations } from "use-intl";

import { type Column, DataTable } from "@/app/_components/data-table";
import { EmptyState } from "@/app/_components/empty-state";
import { PageHeader } from "@/app/_components/page-header";
import { ProblemBar } from "@/app/_components/problem-bar";
import { useMayWrite } from "@/app/_components/shell-context";
import { LinkButton, TextLink } from "@/app/_components/soft-link";
import { useBroadcastTitle } from "@/app/_components/use-broadcast-title";
import { type Live, useLive } from "@/app/_components/use-live";
import { When } from "@/app/_components/when";
import { fillEventVariables, findEventVariables } from "@/lib/domain/event-variables";
import { sampleValues } from "@/lib/domain/external-event";
import type { Page, TemplateView } from "@/lib/domain/views";

import { TemplateTools } from "./template-tools";

const EVERY_MS = 30_000;

const useStyles = makeStyles({
  name: { fontWeight: tokens.fontWeightSemibold },
  under: { display: "block", color: tokens.colorNeutralForeground3 },
});

export function TemplatesPage() {
  const t = useTranslations("templates");
  const mayWrite = useMayWrite();
  const live = useLive<Page<TemplateView>>("/api/templates", EVERY_MS);
  const create = (
    <LinkButton appearance="primary" icon={<AddRegular />} href="/templates/new">{t("new")}</LinkButton>
  );
  return (
    <>
      <PageHeader title={t("title")} about={t("about")}>{mayWrite && create}</PageHeader>
      <ProblemBar error={live.error} stale={live.stale} onRetry={() => void live.refresh()} />
      <DataTable
        label={t("title")}
        columns={useColumns(live, mayWrite)}
        rows={live.error && !live.data ? [] : live.data?.items}
        rowKey={(row) => row.id}
        empty={<EmptyState icon={<DocumentTextRegular />} sentence={t("empty")} action={mayWrite ? create : undefined} />}
      />
    </>
  );
}

function useColumns(live: Live<Page<TemplateView>>, mayWrite: boolean): Column<TemplateView>[] {
  const t = useTranslations("templates");
  const broadcasts = useTranslations("broadcasts");
  const columns: Column<TemplateView>[] = [
    { key: "name", header: t("column.name"), width: "40%", cell: (row) => <Name row={row} mayWrite={mayWrite} /> },
    { key: "kind", header: t("column.kind"), cell: (row) => broadcasts(`kind.${row.message.kind}`) },
    { key: "variables", header: t("column.variables"), cell: (row) => <Variables row={row} /> },
    { key: "changed", header: t("column.changed"), cell: (row) => <When at={row.updatedAt} /> },
  ];
  const tools = (row: TemplateView) => (
    <TemplateTools template={row} mayWrite={mayWrite} onChanged={() => void live.refresh()} />
  );
  return [...columns, { key: "tools", header: t("column.tools"), cell: tools }];
}

function Name({ row, mayWrite }: { row: TemplateView; mayWrite: boolean }) {
  const styles = useStyles();
  const t = useTranslations("templates");
  const filled = fillEventVariables(row.message, sampleValues(row.message));
  const title = useBroadcastTitle(filled, t("untitled"));
  return (
    <>
      <span className={styles.name} dir="auto">
        {mayWrite ? <TextLink href={`/templates/${row.id}`}>{row.name}</TextLink> : row.name}
      </span>
      <Text size={200} className={styles.under} dir="auto">{title}</Text>
    </>
  );
}

function Variables({ row }: { row: TemplateView }) {
  const t = useTranslations("templates");
  const variables = findEventVariables(row.message);
  if (variables.length === 0) return t("noVariables");
  return variables.map(({ name }) => name).join(", ");
}

"use client";

// The days of each rule, changed one at a time, and how much the last run took away.
import { makeStyles, Text, tokens } from "@fluentui/react-components";
import { useFormatter, useTranslations } from "use-intl";

import { type Column, DataTable } from "@/app/_components/data-table";
import { ReportCard } from "@/app/_components/report-card";
import type { UpkeepView } from "@/lib/domain/upkeep-view";

import { DaysField } from "./days-field";
import { UpkeepRun } from "./upkeep-run";

type Rule = UpkeepView["rules"][number];
type Props = { view: UpkeepView; onChanged: (view: UpkeepView) => void };

const useStyles = makeStyles({
  under: { display: "block", color: tokens.colorNeutralForeground3 },
});

export function RetentionCard({ view, onChanged }: Props) {
  const styles = useStyles();
  const t = useTranslations("settings.keep");
  const format = useFormatter();
  const result = view.retention.last?.result;
  const columns: Column<Rule>[] = [
    { key: "what", header: t("what"), cell: ({ rule }) => (
      <>
        <Text weight="semibold">{t(`rule.${rule}.name`)}</Text>
        <Text size={200} className={styles.under}>{t(`rule.${rule}.text`)}</Text>
      </>
    ) },
    { key: "days", header: t("days"), width: "38%", cell: (rule) => (
      // A field of its own for each value that the server has, so that what another admin saved is seen.
      <DaysField key={String(rule.days)} rule={rule} name={t(`rule.${rule.rule}.name`)} onChanged={onChanged} />
    ) },
    { key: "done", header: t("done"), width: "14%", numeric: true, cell: ({ rule }) => {
      const count = result?.[rule];
      return count === undefined ? "–" : format.number(count);
    } },
  ];
  return (
    <ReportCard title={t("title")}>
      <Text>{t("about")}</Text>
      <DataTable label={t("title")} columns={columns} rows={view.rules} rowKey={({ rule }) => rule} empty={null} />
      <UpkeepRun kind="RETENTION" view={view} onChanged={onChanged} />
    </ReportCard>
  );
}

"use client";

// Why people did not get the message, in words, each with its remedy.
import { makeStyles, Text, tokens } from "@fluentui/react-components";
import { useFormatter, useLocale, useTranslations } from "use-intl";

import type { BroadcastDetail } from "@/lib/domain/views";
import { type ExplainedStatus, explainReason } from "@/lib/texts/explain-reason";
import { pickLocale } from "@/lib/texts/texts";

import { ReportCard } from "./report-card";
import { DeliveryBadge } from "./status-badge";

const useStyles = makeStyles({
  list: { listStyleType: "none", margin: 0, padding: 0, display: "grid", rowGap: "4px" },
  item: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 1fr) auto",
    gap: "2px 16px",
    padding: "10px 0",
    ":not(:last-child)": { borderBottom: `1px solid ${tokens.colorNeutralStroke3}` },
  },
  title: { display: "flex", flexWrap: "wrap", alignItems: "center", gap: "4px 8px" },
  count: { fontVariantNumeric: "tabular-nums", textAlign: "end" },
  remedy: { gridColumn: "1 / -1", color: tokens.colorNeutralForeground2 },
});

export function ReportReasons({ detail }: { detail: BroadcastDetail }) {
  const styles = useStyles();
  const t = useTranslations("report");
  const format = useFormatter();
  const locale = pickLocale(useLocale());
  const reasons = detail.reasons.filter(isExplained).sort((a, b) => b.count - a.count);
  return (
    <ReportCard title={t("reasons.title")}>
      {reasons.length === 0 && <Text>{t("reasons.none")}</Text>}
      {reasons.length > 0 && (
        <ul className={styles.list}>
          {reasons.map(({ status, reason, count }) => {
            const { title, remedy } = explainReason(locale, status, reason);
            return (
              <li key={`${status} ${reason}`} className={styles.item}>
                <span className={styles.title}>
                  <Text weight="semibold">{title}</Text>
                  <DeliveryBadge status={status} />
                </span>
                <Text weight="semibold" className={styles.count}>{format.number(count)}</Text>
                <Text size={200} className={styles.remedy}>{remedy}</Text>
              </li>
            );
          })}
        </ul>
      )}
    </ReportCard>
  );
}

type ReasonRow = BroadcastDetail["reasons"][number];

function isExplained(row: ReasonRow): row is ReasonRow & { status: ExplainedStatus } {
  return row.status === "SKIPPED" || row.status === "FAILED" || row.status === "UNCONFIRMED";
}

"use client";

// The ledger: every recipient of the frozen audience in exactly one part, as a bar and as a table whose last row is
// their sum. Each part leads to its deliveries.
import { makeStyles, mergeClasses, Text, tokens } from "@fluentui/react-components";
import { useFormatter, useTranslations } from "use-intl";

import { COUNT_PARTS, type CountPart, type Counts } from "@/lib/domain/report";
import type { BroadcastDetail } from "@/lib/domain/views";

import { CountsBar, usePartStyles } from "./counts-bar";
import { ReportCard } from "./report-card";
import { TextLink } from "./soft-link";

const useStyles = makeStyles({
  table: { width: "100%", borderCollapse: "collapse" },
  cell: { padding: "6px 8px", textAlign: "start", fontWeight: tokens.fontWeightRegular },
  number: { textAlign: "end", fontVariantNumeric: "tabular-nums" },
  head: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  row: { borderTop: `1px solid ${tokens.colorNeutralStroke3}` },
  zero: { color: tokens.colorNeutralForeground3 },
  total: { fontWeight: tokens.fontWeightSemibold },
  part: { display: "flex", alignItems: "center", columnGap: "8px" },
  meaning: { display: "block", paddingInlineStart: "20px", color: tokens.colorNeutralForeground3 },
  swatch: {
    width: "12px",
    height: "12px",
    flexShrink: 0,
    borderRadius: tokens.borderRadiusSmall,
    forcedColorAdjust: "none",
  },
});

export function ReportLedger({ detail: { counts, purpose } }: { detail: BroadcastDetail }) {
  const styles = useStyles();
  const t = useTranslations("report");
  const format = useFormatter();
  const number = mergeClasses(styles.cell, styles.number);
  const title = t(purpose === "STANDING" ? "ledger.standingTitle" : "ledger.title");
  return (
    <ReportCard title={title}>
      <CountsBar counts={counts} tall />
      <table className={styles.table} aria-label={title}>
        <thead>
          <tr className={styles.head}>
            <th scope="col" className={styles.cell}>{t("ledger.part")}</th>
            <th scope="col" className={number}>{t("ledger.people")}</th>
            <th scope="col" className={number}>{t("ledger.share")}</th>
          </tr>
        </thead>
        <tbody>{COUNT_PARTS.map((part) => <PartRow key={part} part={part} counts={counts} />)}</tbody>
        <tfoot>
          <tr className={styles.row}>
            <th scope="row" className={mergeClasses(styles.cell, styles.total)}>{t("ledger.total")}</th>
            <td className={mergeClasses(number, styles.total)}>{format.number(counts.total)}</td>
            <td className={mergeClasses(number, styles.total)}>{format.number(1, { style: "percent" })}</td>
          </tr>
        </tfoot>
      </table>
    </ReportCard>
  );
}

function PartRow({ part, counts }: { part: CountPart; counts: Counts }) {
  const styles = useStyles();
  const partStyles = usePartStyles();
  const t = useTranslations("status");
  const format = useFormatter();
  const count = counts[part];
  const number = mergeClasses(styles.cell, styles.number, count === 0 && styles.zero);
  const share = format.number(count / counts.total, { style: "percent", maximumFractionDigits: 1 });
  return (
    <tr className={styles.row}>
      <th scope="row" className={mergeClasses(styles.cell, count === 0 && styles.zero)}>
        <span className={styles.part}>
          <span className={mergeClasses(styles.swatch, partStyles[part])} aria-hidden />
          {count === 0 ? t(`part.${part}`) : <TextLink href={`?part=${part}#deliveries`}>{t(`part.${part}`)}</TextLink>}
        </span>
        {count > 0 && <Text size={200} className={styles.meaning}>{t(`meaning.${part}`)}</Text>}
      </th>
      <td className={number}>{format.number(count)}</td>
      <td className={number}>{share}</td>
    </tr>
  );
}

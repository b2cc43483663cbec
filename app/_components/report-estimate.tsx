"use client";

// The frozen audience beside the estimate the author saw on the button, with every difference explained in a sentence.
import { makeStyles, mergeClasses, Text, tokens } from "@fluentui/react-components";
import { useFormatter, useTranslations } from "use-intl";

import type { BroadcastDetail } from "@/lib/domain/views";

import { compareEstimate, type EstimateLine, type EstimatePart } from "./compare-estimate";
import { ReportCard } from "./report-card";
import { When } from "./when";

const useStyles = makeStyles({
  table: { width: "100%", borderCollapse: "collapse" },
  cell: { padding: "6px 8px", textAlign: "start", fontWeight: tokens.fontWeightRegular },
  number: { textAlign: "end", fontVariantNumeric: "tabular-nums" },
  head: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  row: { borderTop: `1px solid ${tokens.colorNeutralStroke3}` },
  sum: { fontWeight: tokens.fontWeightSemibold },
  quiet: { color: tokens.colorNeutralForeground3 },
  why: { margin: 0, paddingInlineStart: "20px" },
});

export function ReportEstimate({ detail }: { detail: BroadcastDetail }) {
  const styles = useStyles();
  const t = useTranslations("report");
  const { estimate } = detail;
  // Until sending starts, the audience is still being written down and would look too small.
  if (estimate === null || detail.sendingAt === null) return null;
  const lines = compareEstimate(estimate, detail);
  const shown = lines.filter(({ part, estimated, frozen }) => isSum(part) || estimated + frozen > 0);
  const number = mergeClasses(styles.cell, styles.number);
  return (
    <ReportCard title={t("estimate.title")}>
      <Text size={200} className={styles.quiet}>{t("estimate.made")} <When at={estimate.estimatedAt} exact /></Text>
      <table className={styles.table} aria-label={t("estimate.title")}>
        <thead>
          <tr className={styles.head}>
            <th scope="col" className={styles.cell}>{t("estimate.part")}</th>
            <th scope="col" className={number}>{t("estimate.estimated")}</th>
            <th scope="col" className={number}>{t("estimate.frozen")}</th>
            <th scope="col" className={number}>{t("estimate.difference")}</th>
          </tr>
        </thead>
        <tbody>{shown.map((line) => <LineRow key={line.part} line={line} installs={detail.installs !== null} />)}</tbody>
      </table>
      <Differences lines={lines} />
    </ReportCard>
  );
}

function LineRow({ line: { part, estimated, frozen, difference }, installs }: { line: EstimateLine; installs: boolean }) {
  const styles = useStyles();
  const t = useTranslations("report");
  const format = useFormatter();
  const sum = isSum(part) ? styles.sum : undefined;
  const number = mergeClasses(styles.cell, styles.number, sum);
  return (
    <tr className={styles.row}>
      <th scope="row" className={mergeClasses(styles.cell, sum)}>{t(`estimate.${labelOf(part, installs)}`)}</th>
      <td className={number}>{format.number(estimated)}</td>
      <td className={number}>{format.number(frozen)}</td>
      <td className={number}>{difference === 0 ? "–" : format.number(difference, { signDisplay: "exceptZero" })}</td>
    </tr>
  );
}

function labelOf(part: EstimatePart, installs: boolean): string {
  if (!installs) return part;
  return part === "needsInstall" ? "afterInstall" : part === "net" ? "netAtOnce" : part;
}

function isSum(part: EstimatePart): boolean {
  return part === "total" || part === "net";
}

// The net is the sum of the other differences, so explaining those explains it.
function Differences({ lines }: { lines: EstimateLine[] }) {
  const styles = useStyles();
  const t = useTranslations("report");
  const changed = lines.filter(({ part, difference }) => part !== "net" && difference !== 0);
  if (changed.length === 0) return <Text>{t("estimate.same")}</Text>;
  return (
    <ul className={styles.why}>
      {changed.map(({ part, difference }) => (
        <li key={part}>
          {t(`estimate.why.${part}`, { count: Math.abs(difference), direction: difference > 0 ? "more" : "fewer" })}
        </li>
      ))}
    </ul>
  );
}

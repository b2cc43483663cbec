"use client";

// The numbers of an estimate, one under the other like a sum on paper.
import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { useFormatter, useTranslations } from "use-intl";

import type { MissingPolicy } from "@/lib/domain/broadcast";
import type { Estimate } from "@/lib/domain/estimate";

import { type EstimateRow, rowsOf } from "./estimate-rows";

const useStyles = makeStyles({
  table: { borderCollapse: "collapse", width: "100%", maxWidth: "420px", fontSize: tokens.fontSizeBase300 },
  row: { ":not(:last-child)": { borderBottom: `1px solid ${tokens.colorNeutralStroke2}` } },
  name: { textAlign: "start", fontWeight: tokens.fontWeightRegular, padding: "6px 0" },
  number: { textAlign: "end", fontVariantNumeric: "tabular-nums", padding: "6px 0" },
  sum: { fontWeight: tokens.fontWeightSemibold },
  of: { color: tokens.colorNeutralForeground3, paddingInlineStart: tokens.spacingHorizontalL },
});

export function EstimateTable({ estimate, onMissing }: { estimate: Estimate; onMissing: MissingPolicy }) {
  const t = useTranslations("compose");
  const styles = useStyles();
  return (
    <table className={styles.table} aria-label={t("estimate.title")}>
      <tbody>{rowsOf(estimate, onMissing).map((row) => <Row key={row.part} row={row} />)}</tbody>
    </table>
  );
}

function Row({ row: { part, count, how } }: { row: EstimateRow }) {
  const t = useTranslations("compose");
  const format = useFormatter();
  const styles = useStyles();
  const weight = how === "SUM" ? styles.sum : how === "OF" ? styles.of : undefined;
  const minus = how === "LESS" ? { "aria-label": t("estimate.minus", { count }) } : {};
  return (
    <tr className={styles.row}>
      <th scope="row" className={mergeClasses(styles.name, weight)}>{t(`estimate.${part === "net" ? "netRow" : part}`)}</th>
      <td className={mergeClasses(styles.number, how === "SUM" && styles.sum)} {...minus}>
        {how === "LESS" && "−"}{format.number(count)}
      </td>
    </tr>
  );
}

"use client";

// What an audience comes to: the number of people who will get it, everybody who will not and why, and when the last
// one has it. The parts are shown so that they visibly add up to the audience.
import {
  Button,
  makeStyles,
  mergeClasses,
  MessageBar,
  MessageBarBody,
  Skeleton,
  SkeletonItem,
  Text,
  tokens,
} from "@fluentui/react-components";
import { useFormatter, useTranslations } from "use-intl";

import type { Estimate } from "@/lib/domain/estimate";

import { durationWords } from "./duration-words";
import type { EstimateState } from "./use-estimate";
import { useProblemText } from "./use-problem-text";

const LEFT_OUT = ["optedOut", "needsInstall", "blocked", "removed", "guests"] as const;

const useStyles = makeStyles({
  stack: { display: "grid", rowGap: tokens.spacingVerticalS },
  net: {
    fontSize: tokens.fontSizeBase500,
    fontWeight: tokens.fontWeightSemibold,
    lineHeight: tokens.lineHeightBase500,
  },
  quiet: { color: tokens.colorNeutralForeground3 },
  stale: { opacity: 0.6 },
  table: { borderCollapse: "collapse", width: "100%", maxWidth: "420px", fontSize: tokens.fontSizeBase300 },
  row: { borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
  name: { textAlign: "start", fontWeight: tokens.fontWeightRegular, padding: "6px 0" },
  number: { textAlign: "end", fontVariantNumeric: "tabular-nums", padding: "6px 0" },
  sum: { fontWeight: tokens.fontWeightSemibold },
});

export function EstimatePanel({ state }: { state: EstimateState }) {
  const t = useTranslations("compose");
  const styles = useStyles();
  const problemText = useProblemText();
  const { estimate, status, problem, refresh } = state;
  if (status === "NONE") return <Text className={styles.quiet}>{t("estimate.none")}</Text>;
  if (status === "FAILED" && problem) {
    return (
      <MessageBar intent="warning">
        <MessageBarBody>
          {t("estimate.failed", { reason: problemText(problem) })}{" "}
          <Button size="small" onClick={refresh}>{t("tryAgain")}</Button>
        </MessageBarBody>
      </MessageBar>
    );
  }
  if (!estimate) return <Skeleton aria-label={t("estimate.loading")}><SkeletonItem size={64} /></Skeleton>;
  return (
    <div className={mergeClasses(styles.stack, status === "LOADING" && styles.stale)} aria-busy={status === "LOADING"}>
      <span className={styles.net} role="status">{t("estimate.net", { count: estimate.net })}</span>
      <EstimateTable estimate={estimate} />
      {estimate.net > 0 && (
        <Text size={200} className={styles.quiet}>
          {t("estimate.duration", { duration: durationWords(estimate.durationSeconds, t) })}
        </Text>
      )}
    </div>
  );
}

function EstimateTable({ estimate }: { estimate: Estimate }) {
  const t = useTranslations("compose");
  const format = useFormatter();
  const styles = useStyles();
  const left = LEFT_OUT.filter((part) => estimate[part] > 0);
  return (
    <table className={styles.table} aria-label={t("estimate.title")}>
      <tbody>
        <tr className={styles.row}>
          <th scope="row" className={styles.name}>{t("estimate.total")}</th>
          <td className={styles.number}>{format.number(estimate.total)}</td>
        </tr>
        {left.map((part) => (
          <tr key={part} className={styles.row}>
            <th scope="row" className={styles.name}>{t(`estimate.${part}`)}</th>
            <td className={styles.number} aria-label={t("estimate.minus", { count: estimate[part] })}>
              −{format.number(estimate[part])}
            </td>
          </tr>
        ))}
        <tr>
          <th scope="row" className={mergeClasses(styles.name, styles.sum)}>{t("estimate.netRow")}</th>
          <td className={mergeClasses(styles.number, styles.sum)}>{format.number(estimate.net)}</td>
        </tr>
      </tbody>
    </table>
  );
}

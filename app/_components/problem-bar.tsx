"use client";

// A failure in words, which stays until it is over: what happened, each field concerned, and a way to try again.
import {
  Button,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
} from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import type { ProblemError } from "./api";

const WORDED = ["OFFLINE", "FORBIDDEN", "NOT_FOUND", "CONFLICT", "TOO_MANY", "UNAVAILABLE"];

const useStyles = makeStyles({ bar: { marginBottom: "12px" } });

type Props = { error: ProblemError | undefined; onRetry?: () => void; stale?: boolean };

/** Shows nothing without an error. `stale` says that older data are still on the page. */
export function ProblemBar({ error, onRetry, stale = false }: Props) {
  const styles = useStyles();
  const t = useTranslations("shell");
  // The shell says it for the whole page when the session has ended.
  if (!error || error.code === "UNAUTHENTICATED") return null;
  const code = WORDED.includes(error.code) ? error.code : "OTHER";
  return (
    <MessageBar className={styles.bar} intent={stale ? "warning" : "error"} layout="auto" role={stale ? "status" : "alert"}>
      <MessageBarBody>
        <MessageBarTitle>{stale ? t("problem.stale") : t(`problem.${code}`)}</MessageBarTitle>
        {error.code === "OFFLINE" ? t("problem.offlineText") : error.message}
        {error.issues.length > 0 && (
          <ul>{error.issues.map((issue) => <li key={issue.path}>{issue.message}</li>)}</ul>
        )}
      </MessageBarBody>
      {onRetry && (
        <MessageBarActions><Button onClick={onRetry}>{t("problem.retry")}</Button></MessageBarActions>
      )}
    </MessageBar>
  );
}

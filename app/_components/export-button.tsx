"use client";

// All rows of a list as a file: one click asks for it, its progress shows, and it is downloaded when it is whole. Whoever
// leaves the page finds it here again, for as long as it is kept.
import { Button, Link, makeStyles, ProgressBar, Text, tokens } from "@fluentui/react-components";
import { ArrowDownloadRegular } from "@fluentui/react-icons/svg/arrow-download";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";

import type { ExportView } from "@/lib/domain/export";
import type { Page } from "@/lib/domain/views";

import { apiSend } from "./api";
import { isWriting, isWritten, latestOf } from "./latest-export";
import { ProblemBar } from "./problem-bar";
import { useCommand } from "./use-command";
import { useLive } from "./use-live";

const WRITING_MS = 700;

const useStyles = makeStyles({
  frame: { display: "flex", flexWrap: "wrap", gap: "4px 12px", alignItems: "center", justifyContent: "flex-end" },
  writing: { display: "grid", gap: "4px", minWidth: "180px" },
  quiet: { color: tokens.colorNeutralForeground2 },
});

export type ExportRequest = { kind: ExportView["kind"]; broadcastId?: string } & Record<string, unknown>;

export function ExportButton({ request }: { request: ExportRequest }) {
  const styles = useStyles();
  const t = useTranslations("exports");
  const command = useCommand();
  const list = useLive<Page<ExportView>>("/api/exports", (data) => (isWriting(latestOf(data, request)) ? WRITING_MS : 0));
  const [asked, setAsked] = useState<string>();
  const found = latestOf(list.data, request);
  const start = () => command.run(async () => {
    setAsked((await apiSend<ExportView>("POST", "/api/exports", { body: request })).id);
    await list.refresh();
  });
  return (
    <div className={styles.frame}>
      <ProblemBar error={command.error} />
      {found?.status === "FAILED" && <Text role="alert">{t("failed")}</Text>}
      {isWriting(found) && found ? <Writing found={found} /> : (
        <>
          {isWritten(found) && found && <Download found={found} now={found.id === asked} />}
          <Button icon={<ArrowDownloadRegular />} disabled={command.busy} onClick={() => void start()}>{t("start")}</Button>
        </>
      )}
    </div>
  );
}

function Writing({ found: { rows, total } }: { found: ExportView }) {
  const styles = useStyles();
  const t = useTranslations("exports");
  const words = total === null ? t("rows", { rows }) : t("rowsOf", { rows, total });
  return (
    <div className={styles.writing}>
      <ProgressBar
        {...(total !== null && total > 0 && { value: Math.min(1, rows / total) })}
        aria-label={t("writing")}
        aria-valuetext={words}
      />
      <Text size={200} role="status">{t("writing")}</Text>
      <Text size={200} className={styles.quiet}>{words}</Text>
    </div>
  );
}

/** Whoever has just asked for it gets it without another click. */
function Download({ found: { id, rows }, now }: { found: ExportView; now: boolean }) {
  const t = useTranslations("exports");
  const href = `/api/exports/${id}/file`;
  useEffect(() => {
    // Answered as an attachment: the page stays.
    if (now) window.location.assign(href);
  }, [now, href]);
  return <Link href={href} download>{t("download", { rows })}</Link>;
}

"use client";

// A place for a file of people: dropped on it or chosen with its button, with the progress of the upload.
import { Button, makeStyles, mergeClasses, Text, tokens } from "@fluentui/react-components";
import { ArrowUploadRegular } from "@fluentui/react-icons/svg/arrow-upload";
import { type DragEvent, useRef, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";

import { ProgressLine } from "@/app/_components/directory/progress-line";
import { ProblemBar } from "@/app/_components/problem-bar";
import type { ListView } from "@/lib/domain/views";

import { useUpload } from "./use-upload";

const useStyles = makeStyles({
  area: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 1fr)",
    justifyItems: "center",
    rowGap: tokens.spacingVerticalS,
    padding: "16px",
    textAlign: "center",
    borderRadius: tokens.borderRadiusLarge,
    border: `1px dashed ${tokens.colorNeutralStrokeAccessible}`,
  },
  over: { backgroundColor: tokens.colorBrandBackground2, border: `1px dashed ${tokens.colorBrandStroke1}` },
  quiet: { color: tokens.colorNeutralForeground3, maxWidth: "60ch" },
  progress: { width: "100%", display: "grid", rowGap: tokens.spacingVerticalS },
  input: { display: "none" },
});

export function ListUpload({ onDone }: { onDone: (list: ListView) => void }) {
  const t = useTranslations("audiences");
  const styles = useStyles();
  const upload = useUpload(onDone);
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const take = (files: FileList | null) => {
    const file = files?.item(0);
    if (file) upload.send(file);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  const hover = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  return (
    <>
      <div
        className={mergeClasses(styles.area, over && styles.over)}
        onDragOver={hover}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        {upload.share === undefined ? (
          <>
            <Button icon={<ArrowUploadRegular />} onClick={() => input.current?.click()}>{t("list.choose")}</Button>
            <Text size={200} className={styles.quiet}>{t("list.drop")}</Text>
          </>
        ) : (
          <UploadProgress share={upload.share} fileName={upload.fileName} onStop={upload.stop} />
        )}
        <input
          ref={input}
          type="file"
          accept=".csv,.txt,.tsv,text/csv,text/plain"
          aria-label={t("list.file")}
          tabIndex={-1}
          className={styles.input}
          onChange={(event) => {
            take(event.target.files);
            // The same file may be chosen again once it has been mended.
            event.target.value = "";
          }}
        />
      </div>
      <ProblemBar error={upload.error} />
    </>
  );
}

function UploadProgress({ share, fileName, onStop }: { share: number; fileName: string; onStop: () => void }) {
  const t = useTranslations("audiences");
  const format = useFormatter();
  const styles = useStyles();
  const reading = share >= 1;
  const percent = format.number(share, { style: "percent" });
  return (
    <div className={styles.progress}>
      <ProgressLine
        label={t("list.uploading", { name: fileName })}
        share={reading ? undefined : share}
        words={reading ? t("list.reading", { name: fileName }) : t("list.sent", { name: fileName, percent })}
      />
      <div><Button size="small" onClick={onStop}>{t("list.stop")}</Button></div>
    </div>
  );
}

"use client";

// Lasting states of a draft that a person has to decide about: a newer version elsewhere, and unsaved work found again.
import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
} from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import type { DraftBackup } from "./draft-backup";

export function ConflictBar({ onLoad, onKeep }: { onLoad: () => void; onKeep: (() => void) | undefined }) {
  const t = useTranslations("compose");
  return (
    <MessageBar intent="warning" layout="multiline" role="alert">
      <MessageBarBody>
        <MessageBarTitle>{t("conflict.title")}</MessageBarTitle> {t("conflict.text")}
      </MessageBarBody>
      <MessageBarActions>
        <Button onClick={onLoad}>{t("conflict.load")}</Button>
        {onKeep && <Button onClick={onKeep}>{t("conflict.keep")}</Button>}
      </MessageBarActions>
    </MessageBar>
  );
}

type FoundProps = { found: DraftBackup; newer: boolean; onRestore: () => void; onDiscard: () => void };

export function FoundWorkBar({ found, newer, onRestore, onDiscard }: FoundProps) {
  const t = useTranslations("compose");
  return (
    <MessageBar intent="info" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{t("backup.title")}</MessageBarTitle> {t("backup.text", { at: new Date(found.at) })}
        {newer && ` ${t("backup.newer")}`}
      </MessageBarBody>
      <MessageBarActions>
        <Button onClick={onRestore}>{t("backup.restore")}</Button>
        <Button onClick={onDiscard}>{t("backup.discard")}</Button>
      </MessageBarActions>
    </MessageBar>
  );
}

"use client";

// Another secret for a key, and how long the one in use goes on.
import {
  Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Field, makeStyles, Select, Text,
} from "@fluentui/react-components";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { apiSend } from "@/app/_components/api";
import { ProblemBar } from "@/app/_components/problem-bar";
import { useCommand } from "@/app/_components/use-command";
import type { ApiKeyView } from "@/lib/domain/access-views";
import { MAX_GRACE_DAYS } from "@/lib/domain/api-key";

import type { ShownSecret } from "./secret-dialog";

const useStyles = makeStyles({
  stack: { display: "grid", gridTemplateColumns: "minmax(0, 1fr)", rowGap: "16px", paddingBottom: "12px" },
});
const GRACE_DAYS = Array.from({ length: MAX_GRACE_DAYS + 1 }, (_, days) => days);

type Props = { row: ApiKeyView; onSecret: (secret: ShownSecret) => void; onClose: () => void };

export function RotateKeyDialog({ row: { id, name, previousUntil }, onSecret, onClose }: Props) {
  const styles = useStyles();
  const t = useTranslations("keys.rotate");
  const shell = useTranslations("shell");
  const { busy, error, run } = useCommand();
  const [graceDays, setGraceDays] = useState(1);
  const rotate = () => void run(async () => {
    const { key } = await apiSend<{ key: string }>("POST", `/api/api-keys/${id}/rotate`, { body: { graceDays } });
    onClose();
    onSecret({ name, key });
  });
  return (
    <Dialog open onOpenChange={(_event, { open }) => !open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t("title", { name })}</DialogTitle>
          <DialogContent className={styles.stack}>
            <ProblemBar error={error} />
            <Text>{previousUntil === null ? t("text") : t("textAgain")}</Text>
            <Field label={t("grace")}>
              <Select value={String(graceDays)} onChange={(_event, { value }) => setGraceDays(Number(value))}>
                {GRACE_DAYS.map((days) => <option key={days} value={days}>{t("days", { count: days })}</option>)}
              </Select>
            </Field>
          </DialogContent>
          <DialogActions fluid>
            <Button onClick={onClose}>{shell("goBack")}</Button>
            <Button appearance="primary" disabledFocusable={busy} onClick={rotate}>{t("confirm")}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

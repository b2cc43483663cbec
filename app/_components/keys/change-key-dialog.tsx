"use client";

// Other limits or another end for a key.
import {
  Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, makeStyles,
} from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";

import { apiSend } from "@/app/_components/api";
import { ProblemBar } from "@/app/_components/problem-bar";
import { useCommand } from "@/app/_components/use-command";
import { useToast } from "@/app/_components/use-toast";
import type { ApiKeyView } from "@/lib/domain/access-views";

import { dayBefore, LimitFields, type LimitValues, sentLimits } from "./limit-fields";

const useStyles = makeStyles({
  stack: { display: "grid", gridTemplateColumns: "minmax(0, 1fr)", rowGap: "16px", paddingBottom: "12px" },
});

type Props = { row: ApiKeyView; onChanged: () => void; onClose: () => void };

export function ChangeKeyDialog({ row, onChanged, onClose }: Props) {
  const styles = useStyles();
  const t = useTranslations("keys");
  const shell = useTranslations("shell");
  const toast = useToast();
  const { busy, error, run } = useCommand();
  const before: LimitValues = {
    day: dayBefore(row.expiresAt), eventsPerMinute: String(row.eventsPerMinute), peoplePerEvent: String(row.peoplePerEvent),
  };
  const [values, setValues] = useState(before);
  const save = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      const { expiresAt, ...limits } = sentLimits(values);
      // An end that was left alone may have passed, and is not sent again.
      const body = { ...limits, ...(values.day === before.day ? {} : { expiresAt }) };
      await apiSend("PATCH", `/api/api-keys/${row.id}`, { body });
      toast(t("change.done", { name: row.name }));
      onChanged();
      onClose();
    });
  };
  return (
    <Dialog open onOpenChange={(_event, { open }) => !open && onClose()}>
      <DialogSurface>
        <form noValidate onSubmit={save}>
          <DialogBody>
            <DialogTitle>{t("change.title", { name: row.name })}</DialogTitle>
            <DialogContent className={styles.stack}>
              {error && error.issues.length === 0 && <ProblemBar error={error} />}
              <LimitFields values={values} error={error} onChange={(patch) => setValues((now) => ({ ...now, ...patch }))} />
            </DialogContent>
            <DialogActions fluid>
              <Button onClick={onClose}>{shell("goBack")}</Button>
              <Button appearance="primary" type="submit" disabledFocusable={busy}>{t("change.save")}</Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}

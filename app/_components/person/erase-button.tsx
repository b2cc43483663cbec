"use client";

// Asks before a person is erased for good: the name is typed, so that nobody does it by a slip of the hand.
import {
  Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Field, Input, makeStyles, Text,
} from "@fluentui/react-components";
import { DeleteRegular } from "@fluentui/react-icons/svg/delete";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { apiSend } from "@/app/_components/api";
import { ProblemBar } from "@/app/_components/problem-bar";
import { useCommand } from "@/app/_components/use-command";
import { useFocusBack } from "@/app/_components/use-focus-back";
import { useToast } from "@/app/_components/use-toast";
import type { ErasedCounts } from "@/lib/domain/erasure";

const useStyles = makeStyles({ content: { display: "grid", rowGap: "12px", paddingBottom: "12px" } });

type Props = { id: string; name: string };

export function EraseButton(props: Props) {
  const t = useTranslations("person");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={<DeleteRegular />} aria-haspopup="dialog" onClick={() => setOpen(true)}>{t("admin.erase")}</Button>
      {open && <EraseDialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
}

function EraseDialog({ id, name, onClose }: Props & { onClose: () => void }) {
  const styles = useStyles();
  const t = useTranslations("person");
  const shell = useTranslations("shell");
  const router = useRouter();
  const toast = useToast();
  const { run, busy, error } = useCommand();
  const [typed, setTyped] = useState("");
  useFocusBack();
  const erase = () => run(async () => {
    const { deliveries, optOuts } = await apiSend<ErasedCounts>("POST", `/api/recipients/${id}/erase`);
    toast(t("erase.done", { name, deliveries, optOuts }));
    router.push("/recipients");
  });
  return (
    <Dialog open modalType="alert" onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t("erase.title", { name })}</DialogTitle>
          <DialogContent className={styles.content}>
            <ProblemBar error={error} />
            <Text>{t("erase.text")}</Text>
            <Text>{t("erase.back")}</Text>
            <Field label={t("erase.type", { name })}>
              <Input value={typed} autoComplete="off" onChange={(_, { value }) => setTyped(value)} />
            </Field>
          </DialogContent>
          <DialogActions fluid>
            <Button size="medium" autoFocus onClick={onClose}>{shell("goBack")}</Button>
            <Button
              size="medium"
              appearance="primary"
              disabled={busy || typed.trim() !== name.trim()}
              onClick={() => void erase()}
            >
              {t("erase.confirm", { name })}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

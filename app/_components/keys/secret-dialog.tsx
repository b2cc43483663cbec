"use client";

// The secret of a key, this once. It closes by its button alone, so that a slip does not lose it.
import {
  Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Field, Input, makeStyles, Text,
} from "@fluentui/react-components";
import { CopyRegular } from "@fluentui/react-icons/svg/copy";
import { useTranslations } from "use-intl";

import { useToast } from "@/app/_components/use-toast";

export type ShownSecret = { name: string; key: string };

const useStyles = makeStyles({
  stack: { display: "grid", gridTemplateColumns: "minmax(0, 1fr)", rowGap: "12px", paddingBottom: "12px" },
});

export function SecretDialog({ secret: { name, key }, onClose }: { secret: ShownSecret; onClose: () => void }) {
  const styles = useStyles();
  const t = useTranslations("keys.secret");
  const toast = useToast();
  const copy = async () => {
    await navigator.clipboard.writeText(key);
    toast(t("copied"));
  };
  return (
    <Dialog open modalType="alert" onOpenChange={(_event, { open }) => !open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t("title", { name })}</DialogTitle>
          <DialogContent className={styles.stack}>
            <Text>{t("text")}</Text>
            <Field label={t("label")}>
              <Input readOnly dir="ltr" value={key} onFocus={(event) => event.target.select()} />
            </Field>
          </DialogContent>
          <DialogActions fluid>
            <Button onClick={onClose}>{t("close")}</Button>
            <Button appearance="primary" autoFocus icon={<CopyRegular />} onClick={() => void copy()}>{t("copy")}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

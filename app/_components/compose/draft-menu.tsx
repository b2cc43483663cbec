"use client";

// What one does with a draft as a whole: duplicate it, or delete it after being asked.
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from "@fluentui/react-components";
import { CopyRegular } from "@fluentui/react-icons/svg/copy";
import { DeleteRegular } from "@fluentui/react-icons/svg/delete";
import { MoreHorizontalRegular } from "@fluentui/react-icons/svg/more-horizontal";
import { useState } from "react";
import { useTranslations } from "use-intl";

export function DraftMenu({ onDuplicate, onDelete }: { onDuplicate: () => void; onDelete: () => void }) {
  const t = useTranslations("compose");
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button appearance="subtle" icon={<MoreHorizontalRegular />} aria-label={t("command.more")} />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem icon={<CopyRegular />} onClick={onDuplicate}>{t("command.duplicate")}</MenuItem>
            <MenuItem icon={<DeleteRegular />} onClick={() => setAsking(true)}>{t("command.delete")}</MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      <Dialog open={asking} modalType="alert" onOpenChange={(_event, { open }) => setAsking(open)}>
        <DialogSurface>
          <DialogBody>
            <DialogTitle>{t("delete.title")}</DialogTitle>
            <DialogContent>{t("delete.text")}</DialogContent>
            <DialogActions fluid>
              <Button onClick={() => setAsking(false)}>{t("delete.cancel")}</Button>
              <Button appearance="primary" onClick={onDelete}>{t("delete.confirm")}</Button>
            </DialogActions>
          </DialogBody>
        </DialogSurface>
      </Dialog>
    </>
  );
}

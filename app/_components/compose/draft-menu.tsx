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
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";

export function DraftMenu({ onDuplicate, onDelete }: { onDuplicate: () => void; onDelete: () => void }) {
  const t = useTranslations("compose");
  const [asking, setAsking] = useState(false);
  const place = useRef<HTMLSpanElement>(null);
  const close = () => {
    setAsking(false);
    place.current?.querySelector("button")?.focus();
  };
  return (
    <span ref={place}>
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
      {asking && <DeleteDialog onClose={close} onDelete={onDelete} />}
    </span>
  );
}

// Mounted only when needed: a closed Fluent dialog already leaves invisible focus stops on the page.
function DeleteDialog({ onClose, onDelete }: { onClose: () => void; onDelete: () => void }) {
  const t = useTranslations("compose");
  return (
    <Dialog open modalType="alert" onOpenChange={(_event, { open }) => !open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t("delete.title")}</DialogTitle>
          <DialogContent>{t("delete.text")}</DialogContent>
          <DialogActions fluid>
            <Button onClick={onClose}>{t("delete.cancel")}</Button>
            <Button appearance="primary" onClick={onDelete}>{t("delete.confirm")}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

"use client";

// What one does with a draft as a whole: duplicate it, keep its message as a template, or delete it after being asked.
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
import { DocumentTextRegular } from "@fluentui/react-icons/svg/document-text";
import { MoreHorizontalRegular } from "@fluentui/react-icons/svg/more-horizontal";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";

import { SaveTemplateDialog } from "@/app/_components/templates/save-template-dialog";
import type { Message } from "@/lib/domain/message";


type Props = {
  /** As it stands now, to be kept as a template. */
  message: Message;
  onDuplicate: () => void;
  onDelete: () => void;
};

export function DraftMenu({ message, onDuplicate, onDelete }: Props) {
  const t = useTranslations("compose");
  const templates = useTranslations("templates");
  const [open, setOpen] = useState<"delete" | "template">();
  const place = useRef<HTMLSpanElement>(null);
  const close = () => {
    setOpen(undefined);
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
            <MenuItem icon={<DocumentTextRegular />} onClick={() => setOpen("template")}>{templates("saveAs.action")}</MenuItem>
            <MenuItem icon={<DeleteRegular />} onClick={() => setOpen("delete")}>{t("command.delete")}</MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      {open === "delete" && <DeleteDialog onClose={close} onDelete={onDelete} />}
      {open === "template" && <SaveTemplateDialog message={message} onClose={close} />}
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

"use client";

// What one can do with a saved audience in the list.
import { Button, makeStyles, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from "@fluentui/react-components";
import { DeleteRegular } from "@fluentui/react-icons/svg/delete";
import { EditRegular } from "@fluentui/react-icons/svg/edit";
import { MoreHorizontalRegular } from "@fluentui/react-icons/svg/more-horizontal";
import { RenameRegular } from "@fluentui/react-icons/svg/rename";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";

import { apiSend } from "@/app/_components/api";
import { AskDialog } from "@/app/_components/confirm-dialog";
import { NameDialog } from "@/app/_components/name-dialog";
import { ProblemBar } from "@/app/_components/problem-bar";
import { useCommand } from "@/app/_components/use-command";
import { useToast } from "@/app/_components/use-toast";
import type { SavedAudienceView } from "@/lib/domain/views";

import { useNameWords } from "./use-name-words";

const useStyles = makeStyles({ tools: { display: "flex", flexWrap: "wrap", gap: "4px", alignItems: "center" } });

type Props = { saved: SavedAudienceView; onChanged: () => void };

export function AudienceTools({ saved, onChanged }: Props) {
  const t = useTranslations("audiences");
  const styles = useStyles();
  const toast = useToast();
  const words = useNameWords();
  const router = useRouter();
  const { error, run } = useCommand();
  const [open, setOpen] = useState<"delete" | "rename">();
  const place = useRef<HTMLSpanElement>(null);
  const { id, name, audience } = saved;
  const label = t("more", { name });
  const close = () => {
    setOpen(undefined);
    place.current?.querySelector<HTMLElement>("[aria-haspopup=menu]")?.focus();
  };
  const remove = () => run(async () => {
    await apiSend("DELETE", `/api/audiences/${id}`);
    toast(t("delete.done", { name }));
    onChanged();
  });
  const rename = async (newName: string) => {
    await apiSend("PUT", `/api/audiences/${id}`, { body: { name: newName, audience } });
    toast(t("saveAs.saved", { name: newName }));
    onChanged();
  };
  return (
    <>
      <span className={styles.tools} ref={place}>
        <Menu>
          <MenuTrigger disableButtonEnhancement>
            <Button appearance="subtle" icon={<MoreHorizontalRegular />} aria-label={label} title={label} />
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              <MenuItem icon={<EditRegular />} onClick={() => router.push(`/audiences/${id}`)}>{t("edit")}</MenuItem>
              <MenuItem icon={<RenameRegular />} onClick={() => setOpen("rename")}>{t("rename.action")}</MenuItem>
              <MenuItem icon={<DeleteRegular />} onClick={() => setOpen("delete")}>{t("delete.action")}</MenuItem>
            </MenuList>
          </MenuPopover>
        </Menu>
      </span>
      <ProblemBar error={error} />
      {open === "rename" && (
        <NameDialog
          words={{ ...words, title: t("rename.title", { name }), confirm: t("rename.confirm") }}
          name={name}
          onSave={rename}
          onClose={close}
        />
      )}
      {open === "delete" && (
        <AskDialog
          title={t("delete.title", { name })}
          text={t("delete.text")}
          confirm={t("delete.confirm")}
          onConfirm={() => void remove()}
          onClose={close}
        />
      )}
    </>
  );
}

"use client";

// What an admin can do about one key: other limits, another secret, an end at once.
import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from "@fluentui/react-components";
import { ArrowSyncRegular } from "@fluentui/react-icons/svg/arrow-sync";
import { EditRegular } from "@fluentui/react-icons/svg/edit";
import { MoreHorizontalRegular } from "@fluentui/react-icons/svg/more-horizontal";
import { ProhibitedRegular } from "@fluentui/react-icons/svg/prohibited";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { apiSend } from "@/app/_components/api";
import { AskDialog } from "@/app/_components/confirm-dialog";
import { ProblemBar } from "@/app/_components/problem-bar";
import { useCommand } from "@/app/_components/use-command";
import { useToast } from "@/app/_components/use-toast";
import type { ApiKeyView } from "@/lib/domain/access-views";

import { ChangeKeyDialog } from "./change-key-dialog";
import { RotateKeyDialog } from "./rotate-key-dialog";
import type { ShownSecret } from "./secret-dialog";

type Props = { row: ApiKeyView; onChanged: () => void; onSecret: (secret: ShownSecret) => void };

export function KeyTools({ row, onChanged, onSecret }: Props) {
  const t = useTranslations("keys");
  const toast = useToast();
  const { error, run } = useCommand();
  const [asking, setAsking] = useState<"change" | "rotate" | "revoke">();
  const close = () => setAsking(undefined);
  const revoke = () => void run(async () => {
    await apiSend("DELETE", `/api/api-keys/${row.id}`);
    toast(t("revoke.done", { name: row.name }));
    onChanged();
  });
  const label = t("more", { name: row.name });
  return (
    <>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button appearance="subtle" icon={<MoreHorizontalRegular />} aria-label={label} title={label} />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem icon={<EditRegular />} onClick={() => setAsking("change")}>{t("change.action")}</MenuItem>
            <MenuItem icon={<ArrowSyncRegular />} disabled={row.state === "EXPIRED"} onClick={() => setAsking("rotate")}>
              {t("rotate.action")}
            </MenuItem>
            <MenuItem icon={<ProhibitedRegular />} onClick={() => setAsking("revoke")}>{t("revoke.action")}</MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      <ProblemBar error={error} />
      {asking === "change" && <ChangeKeyDialog row={row} onChanged={onChanged} onClose={close} />}
      {asking === "rotate" && <RotateKeyDialog row={row} onSecret={onSecret} onClose={close} />}
      {asking === "revoke" && (
        <AskDialog
          title={t("revoke.title", { name: row.name })}
          text={t("revoke.text")}
          confirm={t("revoke.confirm")}
          onConfirm={revoke}
          onClose={close}
        />
      )}
    </>
  );
}

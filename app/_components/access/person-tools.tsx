"use client";

// What an admin can do about one person: another role, the role taken back, every session ended; their data handed out, or
// erased.
import {
  Button, Menu, MenuDivider, MenuItem, MenuItemLink, MenuItemRadio, MenuList, MenuPopover, MenuTrigger,
} from "@fluentui/react-components";
import { ArrowDownloadRegular } from "@fluentui/react-icons/svg/arrow-download";
import { DeleteRegular } from "@fluentui/react-icons/svg/delete";
import { MoreHorizontalRegular } from "@fluentui/react-icons/svg/more-horizontal";
import { PersonProhibitedRegular } from "@fluentui/react-icons/svg/person-prohibited";
import { SignOutRegular } from "@fluentui/react-icons/svg/sign-out";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { apiSend } from "@/app/_components/api";
import { AskDialog } from "@/app/_components/confirm-dialog";
import { ProblemBar } from "@/app/_components/problem-bar";
import { useCommand } from "@/app/_components/use-command";
import { useToast } from "@/app/_components/use-toast";
import type { PersonView } from "@/lib/domain/access-views";
import { type Role, ROLES } from "@/lib/domain/role";

type Props = { person: PersonView; onChanged: () => void };
type Asked = "remove" | "signOut" | "erase";

export function PersonTools({ person, onChanged }: Props) {
  const t = useTranslations("access");
  const [asking, setAsking] = useState<Asked>();
  const { error, change, remove, signOut, erase } = usePersonCommands(person, onChanged);
  const name = person.displayName;
  return (
    <>
      <PersonMenu person={person} onRole={change} onAsk={setAsking} />
      <ProblemBar error={error} />
      {asking === "remove" && (
        <AskDialog
          title={t("remove.title", { name })}
          text={person.appRole ? t("remove.back") : t("remove.out")}
          confirm={t("remove.confirm")}
          onConfirm={remove}
          onClose={() => setAsking(undefined)}
        />
      )}
      {asking === "signOut" && (
        <AskDialog
          title={t("signOut.title", { name })}
          text={t("signOut.text")}
          confirm={t("signOut.confirm", { count: person.sessions })}
          onConfirm={signOut}
          onClose={() => setAsking(undefined)}
        />
      )}
      {asking === "erase" && (
        <AskDialog
          title={t("erase.title", { name })}
          text={t("erase.text")}
          confirm={t("erase.confirm", { name })}
          onConfirm={erase}
          onClose={() => setAsking(undefined)}
        />
      )}
    </>
  );
}

function usePersonCommands({ id, displayName: name }: PersonView, onChanged: () => void) {
  const t = useTranslations("access");
  const shell = useTranslations("shell");
  const toast = useToast();
  const { error, run } = useCommand();
  const perform = (work: () => Promise<string>) => void run(async () => {
    toast(await work());
    onChanged();
  });
  return {
    error,
    change: (role: Role) => perform(async () => {
      await apiSend("PUT", `/api/people/${id}/role`, { body: { role } });
      return t("changed", { name, role: shell(`role.${role}`) });
    }),
    remove: () => perform(async () => {
      await apiSend("DELETE", `/api/people/${id}/role`);
      return t("remove.done", { name });
    }),
    signOut: () => perform(async () => {
      const { ended } = await apiSend<{ ended: number }>("DELETE", `/api/people/${id}/sessions`);
      return t("signOut.done", { name, count: ended });
    }),
    erase: () => perform(async () => {
      await apiSend("POST", `/api/people/${id}/erase`);
      return t("erase.done", { name });
    }),
  };
}

type MenuProps = { person: PersonView; onRole: (role: Role) => void; onAsk: (what: Asked) => void };

function PersonMenu({ person, onRole, onAsk }: MenuProps) {
  const t = useTranslations("access");
  const shell = useTranslations("shell");
  const label = t("more", { name: person.displayName });
  const choose = (values: readonly string[] | undefined) => {
    const role = ROLES.find((candidate) => candidate === values?.[0]);
    if (role && role !== person.role) onRole(role);
  };
  return (
    <Menu
      checkedValues={{ role: person.role ? [person.role] : [] }}
      onCheckedValueChange={(_, { checkedItems }) => choose(checkedItems)}
    >
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle" icon={<MoreHorizontalRegular />} aria-label={label} title={label} />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {ROLES.map((role) => (
            <MenuItemRadio key={role} name="role" value={role}>{shell(`role.${role}`)}</MenuItemRadio>
          ))}
          <MenuDivider />
          {person.assignedRole && (
            <MenuItem icon={<PersonProhibitedRegular />} onClick={() => onAsk("remove")}>{t("remove.action")}</MenuItem>
          )}
          <MenuItem icon={<SignOutRegular />} disabled={person.sessions === 0} onClick={() => onAsk("signOut")}>
            {t("signOut.action")}
          </MenuItem>
          <MenuDivider />
          <MenuItemLink icon={<ArrowDownloadRegular />} href={`/api/people/${person.id}/export`} download>
            {t("export")}
          </MenuItemLink>
          <MenuItem icon={<DeleteRegular />} onClick={() => onAsk("erase")}>{t("erase.action")}</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

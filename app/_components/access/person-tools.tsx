"use client";

// What an admin can do about one person: another role, the role taken back, every session ended.
import {
  Button, Menu, MenuDivider, MenuItem, MenuItemRadio, MenuList, MenuPopover, MenuTrigger,
} from "@fluentui/react-components";
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
import { type Role, ROLES } from "@/lib/domain/role";
import type { PersonView } from "@/lib/domain/views";

type Props = { person: PersonView; onChanged: () => void };

export function PersonTools({ person, onChanged }: Props) {
  const t = useTranslations("access");
  const [asking, setAsking] = useState<"remove" | "signOut">();
  const { error, change, remove, signOut } = usePersonCommands(person, onChanged);
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
  };
}

type MenuProps = { person: PersonView; onRole: (role: Role) => void; onAsk: (what: "remove" | "signOut") => void };

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
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

"use client";

// Who is signed in, with which role, and the way out.
import {
  Avatar,
  Button,
  makeStyles,
  Menu,
  MenuDivider,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Text,
  tokens,
} from "@fluentui/react-components";
import { LaptopRegular } from "@fluentui/react-icons/svg/laptop";
import { PersonRegular } from "@fluentui/react-icons/svg/person";
import { SignOutRegular } from "@fluentui/react-icons/svg/sign-out";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";

import { apiSend } from "./api";
import { usePerson } from "./shell-context";

const useStyles = makeStyles({
  who: { display: "grid", padding: "6px 12px 4px" },
  button: { minWidth: "auto", paddingInline: "6px" },
  name: { "@media (max-width: 860px)": { display: "none" } },
  role: { color: tokens.colorNeutralForeground3 },
});

export function AccountMenu() {
  const styles = useStyles();
  const t = useTranslations("shell");
  const access = useTranslations("access");
  const router = useRouter();
  const { id, name, role } = usePerson();
  return (
    <Menu inline>
      <MenuTrigger disableButtonEnhancement>
        <Button
          className={styles.button}
          appearance="subtle"
          icon={<Avatar icon={<PersonRegular />} idForColor={id} size={24} color="colorful" aria-hidden />}
          aria-label={t("account", { name, role: t(`role.${role}`) })}
        >
          <span className={styles.name}>{name}</span>
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <div className={styles.who}>
          <Text weight="semibold">{name}</Text>
          <Text size={200} className={styles.role}>{t(`role.${role}`)}</Text>
        </div>
        <MenuList>
          <MenuDivider />
          <MenuItem icon={<LaptopRegular />} onClick={() => router.push("/sessions")}>{access("session.title")}</MenuItem>
          <MenuItem icon={<SignOutRegular />} onClick={() => void signOut()}>{t("signOut")}</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

// A full load afterwards, so that nothing of the session stays in the browser's memory; on to Entra, when it ends there too.
async function signOut() {
  const { next } = await apiSend<{ next: string }>("POST", "/api/sign-out");
  window.location.assign(next);
}

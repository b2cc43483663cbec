"use client";

// The header: the product's name, the theme and language switches, and who is signed in.
import { Button, makeStyles, Text, tokens } from "@fluentui/react-components";
import { MegaphoneLoudFilled } from "@fluentui/react-icons/svg/megaphone-loud";
import { NavigationRegular } from "@fluentui/react-icons/svg/navigation";
import { useTranslations } from "use-intl";

import { AccountMenu } from "./account-menu";
import { LanguageMenu } from "./language-menu";
import { ThemeMenu } from "./theme-menu";

const useStyles = makeStyles({
  header: {
    position: "sticky",
    top: 0,
    zIndex: 5,
    display: "flex",
    alignItems: "center",
    columnGap: "8px",
    boxSizing: "border-box",
    height: "48px",
    paddingInline: "12px",
    backgroundColor: tokens.colorNeutralBackground3,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  menu: { display: "none", "@media (max-width: 860px)": { display: "inline-flex" } },
  product: { display: "flex", alignItems: "center", columnGap: "10px", paddingInline: "4px" },
  mark: { display: "inline-flex", fontSize: "22px", color: tokens.colorBrandForeground1 },
  tools: { marginInlineStart: "auto", display: "flex", alignItems: "center", columnGap: "4px" },
});

export function ShellHeader({ onOpenNavigation }: { onOpenNavigation: () => void }) {
  const styles = useStyles();
  const t = useTranslations("shell");
  return (
    <header className={styles.header}>
      <Button
        className={styles.menu}
        appearance="subtle"
        icon={<NavigationRegular />}
        aria-label={t("openNavigation")}
        onClick={onOpenNavigation}
      />
      <span className={styles.product}>
        <span className={styles.mark}><MegaphoneLoudFilled /></span>
        <Text weight="semibold" size={400}>{t("product")}</Text>
      </span>
      <div className={styles.tools}>
        <LanguageMenu />
        <ThemeMenu />
        <AccountMenu />
      </div>
    </header>
  );
}

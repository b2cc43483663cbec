"use client";

// The way in: a card in the middle of the page, with the switches that already matter here.
import { makeStyles, MessageBar, MessageBarBody, Text, Title2, tokens } from "@fluentui/react-components";
import { MegaphoneLoudFilled } from "@fluentui/react-icons/svg/megaphone-loud";
import { useTranslations } from "use-intl";

import type { Persona } from "@/lib/domain/personas";

import { LanguageMenu } from "./language-menu";
import { PersonaPicker } from "./persona-picker";
import { ThemeMenu } from "./theme-menu";

const useStyles = makeStyles({
  page: {
    display: "grid",
    placeItems: "center",
    boxSizing: "border-box",
    minHeight: "100vh",
    padding: "24px 16px",
  },
  card: {
    display: "grid",
    rowGap: "16px",
    boxSizing: "border-box",
    width: "100%",
    maxWidth: "440px",
    padding: "28px",
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow16,
    "@media (max-width: 480px)": { padding: "20px 16px" },
  },
  head: { display: "flex", alignItems: "center", columnGap: "12px" },
  mark: { display: "inline-flex", fontSize: "32px", color: tokens.colorBrandForeground1 },
  tools: { marginInlineStart: "auto", display: "flex" },
  title: { margin: 0 },
});

/** Without personas the practice sign-in is off. */
type Props = { personas: readonly Persona[] | undefined; next: string };

export function SignInPage({ personas, next }: Props) {
  const styles = useStyles();
  const t = useTranslations("shell");
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <div className={styles.head}>
          <span className={styles.mark} aria-hidden><MegaphoneLoudFilled /></span>
          <Title2 as="h1" className={styles.title}>{t("signIn.title")}</Title2>
          <span className={styles.tools}><LanguageMenu /><ThemeMenu /></span>
        </div>
        {personas
          ? <><Text>{t("signIn.practice")}</Text><PersonaPicker personas={personas} next={next} /></>
          : (
            <MessageBar intent="warning" layout="multiline">
              <MessageBarBody>{t("signIn.unavailable")}</MessageBarBody>
            </MessageBar>
          )}
      </div>
    </main>
  );
}

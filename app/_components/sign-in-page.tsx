"use client";

// The way in: a card in the middle of the page, with the switches that already matter here.
import { makeStyles, MessageBar, MessageBarBody, MessageBarTitle, Text, Title2, tokens } from "@fluentui/react-components";
import { MegaphoneLoudFilled } from "@fluentui/react-icons/svg/megaphone-loud";
import { useTranslations } from "use-intl";

import type { Persona } from "@/lib/domain/personas";
import type { SignInProblem } from "@/lib/domain/sign-in";

import { EntraButton } from "./entra-button";
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

type Props = {
  /** Whether people sign in with Entra here. */
  entra: boolean;
  /** Without personas the practice sign-in is off. */
  personas: readonly Persona[] | undefined;
  next: string;
  needsAdmin: boolean;
  /** Why the last sign-in did not come to an end. */
  problem: SignInProblem | undefined;
};

export function SignInPage({ entra, personas, next, needsAdmin, problem }: Props) {
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
        {problem && <SignInProblemBar problem={problem} />}
        {entra && <EntraButton next={next} needsAdmin={needsAdmin} problem={problem} />}
        {personas && <><Text>{t("signIn.practice")}</Text><PersonaPicker personas={personas} next={next} /></>}
        {!entra && !personas && (
          <MessageBar intent="warning" layout="multiline">
            <MessageBarBody>{t("signIn.unavailable")}</MessageBarBody>
          </MessageBar>
        )}
      </div>
    </main>
  );
}

function SignInProblemBar({ problem }: { problem: SignInProblem }) {
  const t = useTranslations("signIn");
  return (
    <MessageBar intent={problem === "CANCELED" || problem === "STALE" ? "warning" : "error"} layout="multiline" role="alert">
      <MessageBarBody>
        <MessageBarTitle>{t(`problem.${problem}.title`)}</MessageBarTitle>
        {t(`problem.${problem}.text`)}
      </MessageBarBody>
    </MessageBar>
  );
}

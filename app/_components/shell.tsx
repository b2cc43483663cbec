"use client";

// The frame of every signed-in page: a header, the navigation (a column, or a drawer when the window is narrow),
// lasting messages that concern everybody, and the page itself.
import { makeStyles, tokens } from "@fluentui/react-components";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";

import { EngineBanner } from "./engine-banner";
import { PersonProvider, type ShellPerson } from "./shell-context";
import { ShellDrawer } from "./shell-drawer";
import { ShellHeader } from "./shell-header";
import { ShellNav } from "./shell-nav";
import { SignedOutBanner } from "./signed-out-banner";

const useStyles = makeStyles({
  skip: {
    position: "absolute",
    insetInlineStart: "8px",
    top: "-60px",
    zIndex: 10,
    padding: "8px 12px",
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground1,
    ":focus": { top: "8px" },
  },
  body: {
    display: "grid",
    gridTemplateColumns: "232px minmax(0, 1fr)",
    "@media (max-width: 860px)": { gridTemplateColumns: "minmax(0, 1fr)" },
  },
  column: {
    position: "sticky",
    top: "48px",
    alignSelf: "start",
    boxSizing: "border-box",
    height: "calc(100vh - 48px)",
    overflowY: "auto",
    padding: "12px 8px",
    backgroundColor: tokens.colorNeutralBackground3,
    "@media (max-width: 860px)": { display: "none" },
  },
  page: {
    boxSizing: "border-box",
    minHeight: "calc(100vh - 48px)",
    width: "100%",
    maxWidth: "1360px",
    padding: "24px 32px 64px",
    outlineStyle: "none",
    "@media (max-width: 860px)": { padding: "16px 16px 48px" },
  },
  banners: { "& .fui-MessageBar": { marginBottom: "12px" } },
});

type Props = { person: ShellPerson; simulatorUrl: string | undefined; children: ReactNode };

export function Shell({ person, simulatorUrl, children }: Props) {
  const styles = useStyles();
  const t = useTranslations("shell");
  // Mounted on first use only: a modal part brings hidden focus stops with it, which most visits do not need.
  const [drawer, setDrawer] = useState<"unused" | "open" | "closed">("unused");
  return (
    <PersonProvider person={person}>
      <a href="#content" className={styles.skip}>{t("skip")}</a>
      <ShellHeader onOpenNavigation={() => setDrawer("open")} />
      {drawer !== "unused" && (
        <ShellDrawer open={drawer === "open"} onClose={() => setDrawer("closed")} simulatorUrl={simulatorUrl} />
      )}
      <div className={styles.body}>
        <div className={styles.column}>
          <ShellNav simulatorUrl={simulatorUrl} />
        </div>
        <main id="content" tabIndex={-1} className={styles.page}>
          <div className={styles.banners}>
            <SignedOutBanner />
            <EngineBanner />
          </div>
          {children}
        </main>
      </div>
    </PersonProvider>
  );
}

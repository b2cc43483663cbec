"use client";

// The top of a page: its title, one line about it, and what one can do here.
import { makeStyles, Text, Title2, tokens } from "@fluentui/react-components";
import type { ReactNode } from "react";

const useStyles = makeStyles({
  header: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "flex-start",
    justifyContent: "space-between",
    gap: "12px 24px",
    marginBottom: "20px",
  },
  words: { display: "grid", rowGap: "4px", minWidth: 0, flex: "1 1 260px" },
  title: { overflowWrap: "anywhere", margin: 0 },
  about: { color: tokens.colorNeutralForeground3, maxWidth: "72ch" },
  actions: { display: "flex", flexWrap: "wrap", gap: "8px", alignItems: "center" },
});

type Props = { title: string; about?: ReactNode; above?: ReactNode; children?: ReactNode };

export function PageHeader({ title, about, above, children }: Props) {
  const styles = useStyles();
  return (
    <header className={styles.header}>
      <div className={styles.words}>
        {above}
        <Title2 as="h1" className={styles.title}>{title}</Title2>
        {about && <Text className={styles.about}>{about}</Text>}
      </div>
      {children && <div className={styles.actions}>{children}</div>}
    </header>
  );
}

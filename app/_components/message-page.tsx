"use client";

// A page that only says something: not found, or something broke.
import { makeStyles, Text, Title2 } from "@fluentui/react-components";
import type { ReactNode } from "react";

const useStyles = makeStyles({
  page: {
    display: "grid",
    alignContent: "center",
    justifyItems: "center",
    rowGap: "12px",
    minHeight: "70vh",
    padding: "24px",
    textAlign: "center",
  },
  title: { margin: 0 },
});

export function MessagePage({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  const styles = useStyles();
  return (
    <main className={styles.page}>
      <Title2 as="h1" className={styles.title}>{title}</Title2>
      <Text>{text}</Text>
      {children}
    </main>
  );
}

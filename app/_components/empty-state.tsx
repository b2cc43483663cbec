"use client";

// A place with nothing in it yet: one sentence and one action.
import { makeStyles, Text, tokens } from "@fluentui/react-components";
import type { ReactNode } from "react";

const useStyles = makeStyles({
  root: {
    display: "grid",
    justifyItems: "center",
    rowGap: "12px",
    padding: "48px 24px",
    textAlign: "center",
    color: tokens.colorNeutralForeground2,
  },
  icon: { fontSize: "40px", display: "inline-flex", color: tokens.colorBrandForeground1 },
});

type Props = { icon?: ReactNode; sentence: string; action?: ReactNode };

export function EmptyState({ icon, sentence, action }: Props) {
  const styles = useStyles();
  return (
    <div className={styles.root}>
      {icon && <span className={styles.icon} aria-hidden>{icon}</span>}
      <Text size={400}>{sentence}</Text>
      {action}
    </div>
  );
}

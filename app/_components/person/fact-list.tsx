"use client";

// Names and values below each other, side by side where there is room. What is not known is left out.
import { makeStyles, tokens } from "@fluentui/react-components";
import type { ReactNode } from "react";

const useStyles = makeStyles({
  list: { display: "grid", rowGap: "8px", margin: 0 },
  row: {
    display: "grid",
    gridTemplateColumns: "minmax(120px, 2fr) 3fr",
    columnGap: "12px",
    "@media (max-width: 480px)": { gridTemplateColumns: "minmax(0, 1fr)" },
  },
  name: { color: tokens.colorNeutralForeground3 },
  value: { margin: 0, minWidth: 0, overflowWrap: "anywhere" },
});

export type FactRow = readonly [name: string, value: ReactNode];

export function FactList({ facts }: { facts: readonly FactRow[] }) {
  const styles = useStyles();
  const known = facts.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return (
    <dl className={styles.list}>
      {known.map(([name, value]) => (
        <div key={name} className={styles.row}>
          <dt className={styles.name}>{name}</dt>
          <dd className={styles.value} dir="auto">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

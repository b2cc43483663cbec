"use client";

// One section of a report: a quiet card with a heading.
import { makeStyles, mergeClasses, Subtitle2, tokens } from "@fluentui/react-components";
import { type ReactNode, useId } from "react";

const useStyles = makeStyles({
  card: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 1fr)",
    rowGap: "12px",
    padding: "16px 20px 20px",
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    "@media (max-width: 480px)": { padding: "12px 12px 16px" },
  },
  head: { display: "flex", flexWrap: "wrap", gap: "8px 16px", alignItems: "center", justifyContent: "space-between" },
  title: { margin: 0 },
});

type Props = { title: string; tools?: ReactNode; children: ReactNode; className?: string };

export function ReportCard({ title, tools, children, className }: Props) {
  const styles = useStyles();
  const id = useId();
  return (
    <section aria-labelledby={id} className={mergeClasses(styles.card, className)}>
      <div className={styles.head}>
        <Subtitle2 as="h2" id={id} className={styles.title}>{title}</Subtitle2>
        {tools}
      </div>
      {children}
    </section>
  );
}

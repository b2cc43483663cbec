"use client";

// Who is in the directory, by what can be done with them.
import { makeStyles, Text, tokens } from "@fluentui/react-components";
import { useFormatter, useTranslations } from "use-intl";

import type { DirectoryState } from "@/lib/domain/directory-views";

const useStyles = makeStyles({
  list: {
    display: "grid",
    gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 140px), 1fr))",
    gap: "8px",
    margin: 0,
    padding: 0,
  },
  item: {
    display: "flex",
    flexDirection: "column-reverse",
    justifyContent: "flex-end",
    padding: "10px 14px",
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  number: { margin: 0, fontVariantNumeric: "tabular-nums" },
  word: { color: tokens.colorNeutralForeground2 },
});

export function AccountCounts({ state: { accounts, syncs } }: { state: DirectoryState }) {
  const styles = useStyles();
  const t = useTranslations("directory.account");
  const format = useFormatter();
  const groups = syncs.reduce((sum, sync) => sum + (sync.groups ?? 0), 0);
  const counts = { ...accounts, groups };
  const order = ["enabled", "guests", "disabled", "unlicensed", "departed", "groups"] as const;
  return (
    <dl className={styles.list}>
      {order.map((key) => (
        <div key={key} className={styles.item}>
          <dt><Text size={200} className={styles.word}>{t(key)}</Text></dt>
          <dd className={styles.number}><Text size={600} weight="semibold">{format.number(counts[key])}</Text></dd>
        </div>
      ))}
    </dl>
  );
}

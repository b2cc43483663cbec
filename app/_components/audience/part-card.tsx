"use client";

// A further part of an audience, which says whether it is added or taken away, and can be removed.
import { Button, makeStyles, Text, tokens } from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons/svg/dismiss";
import { useTranslations } from "use-intl";

import { useAudience } from "./audience-context";
import type { PartDraft, Side } from "./audience-draft";
import { PartEditor } from "./part-editor";

const useStyles = makeStyles({
  card: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 1fr)",
    rowGap: tokens.spacingVerticalS,
    margin: 0,
    padding: "8px 12px 12px",
    borderRadius: tokens.borderRadiusLarge,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
  },
  head: { display: "flex", alignItems: "center", justifyContent: "space-between", gap: tokens.spacingHorizontalS },
});

type Props = { part: PartDraft; side: Side; onRemoved: () => void };

export function PartCard({ part, side, onRemoved }: Props) {
  const { change, announce } = useAudience();
  const t = useTranslations("audiences");
  const styles = useStyles();
  const kind = part.kind ?? "OTHER";
  const title = t(`part.${side}`, { kind: t(`kind.${kind}`) });
  const remove = () => {
    change({ type: "remove", key: part.key });
    announce(t("part.removed", { title }));
    onRemoved();
  };
  return (
    <div role="group" aria-label={title} id={partIdOf(part.key)} className={styles.card}>
      <div className={styles.head}>
        <Text weight="semibold">{title}</Text>
        <Button
          appearance="subtle"
          size="small"
          icon={<DismissRegular />}
          aria-label={t("part.remove", { title })}
          onClick={remove}
        />
      </div>
      {kind === "ALL" ? <Text>{t("about.ALL")}</Text> : <PartEditor part={part} />}
    </div>
  );
}

export function partIdOf(key: number): string {
  return `audience-part-${key}`;
}

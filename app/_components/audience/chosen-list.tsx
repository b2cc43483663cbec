"use client";

// The chosen ones, each with a way to take it out again. The focus goes on to the next one, so that several can be
// removed in a row with the keyboard.
import { Button, makeStyles, Text, tokens } from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons/svg/dismiss";
import { useRef } from "react";
import { useTranslations } from "use-intl";

import type { Chosen, PickedKind } from "./audience-draft";
import { SHOWN_NAMES, useNames } from "./use-names";

const useStyles = makeStyles({
  list: { listStyleType: "none", margin: 0, padding: 0, display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalXS },
  item: {
    display: "inline-flex",
    alignItems: "center",
    paddingInlineStart: tokens.spacingHorizontalS,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    backgroundColor: tokens.colorNeutralBackground3,
    overflowWrap: "anywhere",
  },
});

type Props = { kind: PickedKind; chosen: Chosen[]; onRemove: (id: string) => void };

export function ChosenList({ kind, chosen, onRemove }: Props) {
  const t = useTranslations("audiences");
  useNames(kind, chosen);
  const items = chosen.map(({ id, name }) => ({ id, name: name || t("pick.unnamed", { id: id.slice(0, 8) }) }));
  return <Chips label={t(`kind.${kind}`)} items={items} onRemove={onRemove} />;
}

type ChipsProps = { label: string; items: readonly { id: string; name: string }[]; onRemove: (id: string) => void };

export function Chips({ label, items, onRemove }: ChipsProps) {
  const t = useTranslations("audiences");
  const styles = useStyles();
  const list = useRef<HTMLUListElement>(null);
  if (items.length === 0) return null;
  const hidden = items.length - SHOWN_NAMES;
  const remove = (id: string, index: number) => {
    // The list is drawn again before the next task runs; by then the neighbour has taken this place.
    setTimeout(() => {
      const buttons = list.current?.querySelectorAll("button");
      buttons?.item(Math.min(index, buttons.length - 1)).focus();
    }, 0);
    onRemove(id);
  };
  return (
    <>
      <ul ref={list} className={styles.list} aria-label={label}>
        {items.slice(0, SHOWN_NAMES).map(({ id, name }, index) => (
          <li key={id} className={styles.item}>
            <span dir="auto">{name}</span>
            <Button
              appearance="transparent"
              size="small"
              icon={<DismissRegular />}
              aria-label={t("pick.remove", { name })}
              onClick={() => remove(id, index)}
            />
          </li>
        ))}
      </ul>
      {hidden > 0 && <Text size={200}>{t("pick.more", { count: hidden })}</Text>}
    </>
  );
}

"use client";

// The chosen people, each with a way to take them out again. The focus goes on to the next one, so that several can be
// removed in a row with the keyboard.
import { Button, makeStyles, Text, tokens } from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons/svg/dismiss";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";

import { useLive } from "@/app/_components/use-live";
import type { Page, RecipientView } from "@/lib/domain/views";

import { useCompose } from "./compose-context";
import type { ChosenPerson } from "./draft-form";

/** More names than this are no longer read; the rest is a number. */
const SHOWN = 60;

const useStyles = makeStyles({
  list: { listStyleType: "none", margin: 0, padding: 0, display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalXS },
  person: {
    display: "inline-flex",
    alignItems: "center",
    paddingInlineStart: tokens.spacingHorizontalS,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    backgroundColor: tokens.colorNeutralBackground3,
    overflowWrap: "anywhere",
  },
});

type Props = { people: ChosenPerson[]; onRemove: (id: string) => void };

export function ChosenPeople({ people, onRemove }: Props) {
  const t = useTranslations("compose");
  const styles = useStyles();
  const list = useRef<HTMLUListElement>(null);
  useNames(people);
  if (people.length === 0) return null;
  const hidden = people.length - SHOWN;
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
      <ul ref={list} className={styles.list} aria-label={t("audience.RECIPIENTS")}>
        {people.slice(0, SHOWN).map(({ id, name }, index) => {
          const shown = name ?? t("audience.unnamed", { id: id.slice(0, 8) });
          return (
            <li key={id} className={styles.person}>
              <span dir="auto">{shown}</span>
              <Button
                appearance="transparent"
                size="small"
                icon={<DismissRegular />}
                aria-label={t("audience.removePerson", { name: shown })}
                onClick={() => remove(id, index)}
              />
            </li>
          );
        })}
      </ul>
      {hidden > 0 && <Text size={200}>{t("audience.more", { count: hidden })}</Text>}
    </>
  );
}

/** A loaded draft knows its people by id alone; their names are asked for once. */
function useNames(people: ChosenPerson[]) {
  const { change } = useCompose();
  const unknown = people.slice(0, SHOWN).filter(({ name }) => name === null).map(({ id }) => id);
  const path = unknown.length > 0 ? `/api/recipients?limit=${SHOWN}&ids=${unknown.join(",")}` : null;
  const { data } = useLive<Page<RecipientView>>(path, 0);
  useEffect(() => {
    if (!data) return;
    change({ type: "names", names: new Map(data.items.map(({ id, displayName }) => [id, displayName])) });
  }, [data, change]);
}

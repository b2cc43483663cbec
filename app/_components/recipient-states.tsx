"use client";

// How many recipients are in each state: a tile a state, which is also the filter for it.
import { makeStyles, Text, ToggleButton, tokens } from "@fluentui/react-components";
import { useFormatter, useTranslations } from "use-intl";

import { REFERENCE_STATES, type ReferenceState } from "@/lib/domain/reference";

const useStyles = makeStyles({
  tiles: { display: "grid", gap: "8px", gridTemplateColumns: "repeat(auto-fill, minmax(150px, 1fr))" },
  tile: {
    display: "grid",
    justifyContent: "start",
    justifyItems: "start",
    height: "auto",
    padding: "10px 14px",
    textAlign: "start",
    fontWeight: tokens.fontWeightRegular,
  },
});

type Props = {
  counts: Record<ReferenceState, number>;
  selected: ReferenceState | undefined;
  onSelect: (state: ReferenceState | undefined) => void;
};

export function RecipientStates({ counts, selected, onSelect }: Props) {
  const styles = useStyles();
  const t = useTranslations("recipients");
  const status = useTranslations("status");
  const format = useFormatter();
  const total = REFERENCE_STATES.reduce((sum, state) => sum + counts[state], 0);
  return (
    <div role="group" aria-label={t("states")} className={styles.tiles}>
      <ToggleButton className={styles.tile} checked={selected === undefined} onClick={() => onSelect(undefined)}>
        <Text size={500} weight="semibold">{format.number(total)}</Text>
        <Text size={200}>{t("everyone")}</Text>
      </ToggleButton>
      {REFERENCE_STATES.map((state) => (
        <ToggleButton
          key={state}
          className={styles.tile}
          checked={selected === state}
          title={status(`referenceMeaning.${state}`)}
          onClick={() => onSelect(selected === state ? undefined : state)}
        >
          <Text size={500} weight="semibold">{format.number(counts[state])}</Text>
          <Text size={200}>{status(`reference.${state}`)}</Text>
        </ToggleButton>
      ))}
    </div>
  );
}

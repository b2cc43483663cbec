"use client";

// How many recipients of the chosen kind are in each state: a tile a state, which is also the filter for it. A large tenant
// is counted now and then, so the moment stands below.
import { makeStyles, Text, ToggleButton, tokens } from "@fluentui/react-components";
import { useFormatter, useNow, useTranslations } from "use-intl";

import { useLive } from "@/app/_components/use-live";
import type { UrlState } from "@/app/_components/use-url-state";
import { When } from "@/app/_components/when";
import { RECIPIENT_STATES, type RecipientCounts, type RecipientState } from "@/lib/domain/recipient-counts";
import { RECIPIENT_KINDS, type RecipientKind } from "@/lib/domain/reference";

import { questionOf } from "./recipient-filter";

const EVERY_MS = 10_000;
/** A count that is younger than this is as good as now. */
const FRESH_MS = 30_000;

const useStyles = makeStyles({
  tiles: { display: "grid", gap: "8px", gridTemplateColumns: "repeat(auto-fill, minmax(124px, 1fr))" },
  tile: {
    display: "grid",
    justifyContent: "start",
    justifyItems: "start",
    height: "auto",
    padding: "10px 14px",
    textAlign: "start",
    fontWeight: tokens.fontWeightRegular,
  },
  asOf: { display: "block", marginTop: "4px", color: tokens.colorNeutralForeground3 },
});

type Counted = { counts: RecipientCounts; countedAt: string };

export function RecipientStates({ url }: { url: UrlState }) {
  const styles = useStyles();
  const t = useTranslations("recipients");
  const status = useTranslations("status");
  const counted = useLive<Counted>("/api/recipients/counts", EVERY_MS).data;
  const { kind, state: selected } = questionOf(url.get);
  const kinds: readonly RecipientKind[] = kind === "ALL" ? RECIPIENT_KINDS : [kind];
  const countOf = (state: RecipientState) =>
    counted && kinds.reduce((sum, one) => sum + counted.counts[one][state], 0);
  const total = counted && RECIPIENT_STATES.reduce((sum, state) => sum + (countOf(state) ?? 0), 0);
  const select = (state: RecipientState | null) => url.set({ state: state === selected ? null : state });
  return (
    <div>
      <div role="group" aria-label={t("states")} className={styles.tiles}>
        <ToggleButton className={styles.tile} checked={selected === undefined} onClick={() => select(null)}>
          <Count of={total} />
          <Text size={200}>{t("everyone")}</Text>
        </ToggleButton>
        {RECIPIENT_STATES.map((state) => (
          <ToggleButton
            key={state}
            className={styles.tile}
            checked={selected === state}
            title={status(`referenceMeaning.${state}`)}
            onClick={() => select(state)}
          >
            <Count of={countOf(state)} />
            <Text size={200}>{status(`reference.${state}`)}</Text>
          </ToggleButton>
        ))}
      </div>
      {counted && <AsOf at={counted.countedAt} />}
    </div>
  );
}

function Count({ of }: { of: number | undefined }) {
  const format = useFormatter();
  return <Text size={500} weight="semibold">{of === undefined ? "…" : format.number(of)}</Text>;
}

function AsOf({ at }: { at: string }) {
  const styles = useStyles();
  const t = useTranslations("recipients");
  const now = useNow({ updateInterval: EVERY_MS });
  if (now.getTime() - Date.parse(at) < FRESH_MS) return null;
  return <Text size={200} className={styles.asOf}>{t("counted")} <When at={at} /></Text>;
}

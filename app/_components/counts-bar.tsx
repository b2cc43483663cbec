"use client";

// The counts of a broadcast as one bar whose parts add up to the audience. The bar is for the eye; the same numbers are
// its accessible name, and wherever there is room they stand beside it as a table.
import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { useFormatter, useTranslations } from "use-intl";

import { COUNT_PARTS, type CountPart, type Counts } from "@/lib/domain/report";

const useStyles = makeStyles({
  bar: {
    display: "flex",
    columnGap: "2px",
    width: "100%",
    height: "8px",
    overflow: "hidden",
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground6,
    "@media (forced-colors: active)": { border: "1px solid CanvasText", forcedColorAdjust: "none" },
  },
  tall: { height: "20px" },
  part: { minWidth: "3px", transitionProperty: "flex-grow", transitionDuration: tokens.durationSlow },
});

/** Also used for the swatches of the table, so that bar and words agree. */
export const usePartStyles = makeStyles({
  sent: { backgroundColor: tokens.colorPaletteGreenBackground3 },
  sending: { backgroundColor: tokens.colorBrandBackground },
  queued: { backgroundColor: tokens.colorNeutralStroke1 },
  retryWait: { backgroundColor: tokens.colorPaletteMarigoldBackground3 },
  unconfirmed: { backgroundColor: tokens.colorPaletteBerryBackground3 },
  failed: { backgroundColor: tokens.colorPaletteRedBackground3 },
  skipped: { backgroundColor: tokens.colorNeutralForeground4 },
});

export function CountsBar({ counts, tall = false }: { counts: Counts; tall?: boolean }) {
  const styles = useStyles();
  const partStyles = usePartStyles();
  const label = useCountsInWords(counts);
  return (
    <div role="img" aria-label={label} title={label} className={mergeClasses(styles.bar, tall && styles.tall)}>
      {COUNT_PARTS.filter((part) => counts[part] > 0).map((part) => (
        <span key={part} className={mergeClasses(styles.part, partStyles[part])} style={{ flexGrow: counts[part] }} />
      ))}
    </div>
  );
}

/** "250 people: 249 sent, 1 skipped". */
export function useCountsInWords(counts: Counts): string {
  const t = useTranslations("status");
  const format = useFormatter();
  const word = (part: CountPart) => t("partCount", { count: format.number(counts[part]), part: t(`part.${part}`) });
  const parts = COUNT_PARTS.filter((part) => counts[part] > 0).map(word);
  return t("countsInWords", { total: counts.total, parts: format.list(parts, { type: "unit" }) });
}

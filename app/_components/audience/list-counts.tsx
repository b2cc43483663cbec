"use client";

// What became of the lines of a list's file: counts that sum to its lines, the first lines that name nobody, by number, and
// all of those as files.
import { Link, makeStyles, Text, tokens } from "@fluentui/react-components";
import { useFormatter, useTranslations } from "use-intl";

import { ServerWords } from "@/app/_components/server-words";
import { useLive } from "@/app/_components/use-live";
import { LIST_FLAWS } from "@/lib/domain/audience-list";
import type { ListFlawView, ListView, Page } from "@/lib/domain/views";

const PARTS = ["people", "duplicates", "unknown", "malformed"] as const;
const SHOWN = 5;
/** What `malformed` counts. */
const BAD = LIST_FLAWS.filter((flaw) => flaw !== "UNKNOWN");

const useStyles = makeStyles({
  stack: { display: "grid", gridTemplateColumns: "minmax(0, 1fr)", rowGap: tokens.spacingVerticalS },
  counts: { display: "flex", flexWrap: "wrap", gap: "4px 20px", margin: 0 },
  count: { display: "flex", columnGap: tokens.spacingHorizontalXS, alignItems: "baseline" },
  number: { margin: 0, order: -1, fontWeight: tokens.fontWeightSemibold, fontVariantNumeric: "tabular-nums" },
  lines: { margin: 0, paddingInlineStart: "20px", overflowWrap: "anywhere" },
  links: { display: "flex", flexWrap: "wrap", gap: "4px 20px" },
  quiet: { color: tokens.colorNeutralForeground3 },
  failed: { color: tokens.colorPaletteRedForeground1 },
});

export function ListCounts({ list, flaws = true }: { list: ListView; flaws?: boolean }) {
  const t = useTranslations("audiences");
  const format = useFormatter();
  const styles = useStyles();
  const bad = list.unknown + list.malformed;
  if (list.status === "FAILED") {
    return <Text className={styles.failed}>{t("list.failed")} <ServerWords>{list.error ?? ""}</ServerWords></Text>;
  }
  return (
    <div className={styles.stack}>
      <dl className={styles.counts} aria-label={t("list.counts", { name: list.name })}>
        {PARTS.filter((part) => part === "people" || list[part] > 0).map((part) => (
          <div key={part} className={styles.count}>
            <dt>{t(`list.part.${part}`, { count: list[part] })}</dt>
            <dd className={styles.number}>{format.number(list[part])}</dd>
          </div>
        ))}
      </dl>
      <Text size={200} className={styles.quiet}>{t("list.rows", { count: list.rows })}</Text>
      {bad > 0 && flaws && <FlawLines list={list} />}
      {bad > 0 && <FlawLinks list={list} />}
    </div>
  );
}

function FlawLines({ list }: { list: ListView }) {
  const t = useTranslations("audiences");
  const styles = useStyles();
  const { data } = useLive<Page<ListFlawView>>(`/api/lists/${list.id}/flaws?limit=${SHOWN}`, 0);
  if (!data) return null;
  const more = list.unknown + list.malformed - data.items.length;
  return (
    <>
      <ul className={styles.lines} aria-label={t("list.flaws")}>
        {data.items.map(({ line, value, reason }) => (
          <li key={line}>
            {t("list.line", { line: String(line), reason: t(`list.flaw.${reason}`) })}
            {value !== "" && <>: <bdi>{value}</bdi></>}
          </li>
        ))}
      </ul>
      {more > 0 && <Text size={200} className={styles.quiet}>{t("list.moreLines", { count: more })}</Text>}
    </>
  );
}

function FlawLinks({ list: { id, unknown, malformed } }: { list: ListView }) {
  const t = useTranslations("audiences");
  const styles = useStyles();
  const address = (reasons: readonly string[]) => `/api/lists/${id}/flaws?format=csv&reason=${reasons.join(",")}`;
  return (
    <div className={styles.links}>
      {unknown > 0 && <Link href={address(["UNKNOWN"])} download>{t("list.downloadUnknown")}</Link>}
      {malformed > 0 && <Link href={address(BAD)} download>{t("list.downloadBad")}</Link>}
    </div>
  );
}

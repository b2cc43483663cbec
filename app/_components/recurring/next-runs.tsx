"use client";

// The next five runs of a rhythm, in its own zone, as the server counts them; or what is wrong with it.
import { makeStyles, Text, tokens } from "@fluentui/react-components";
import { useLocale, useTranslations } from "use-intl";

import { ProblemBar } from "@/app/_components/problem-bar";
import { useLive } from "@/app/_components/use-live";
import { withQuery } from "@/app/_components/use-url-state";
import type { NextRunsView } from "@/lib/domain/views";

const useStyles = makeStyles({
  list: { margin: "4px 0 0", paddingInlineStart: "20px" },
  problem: { color: tokens.colorStatusDangerForeground1 },
});

type Props = { cron: string; zone: string; startsAt?: string | null; endsAt?: string | null };

export function NextRuns({ cron, zone, startsAt, endsAt }: Props) {
  const styles = useStyles();
  const t = useTranslations("recurring");
  const locale = useLocale();
  const query = { cron, zone, startsAt: startsAt ?? undefined, endsAt: endsAt ?? undefined };
  const { data, error } = useLive<NextRunsView>(withQuery("/api/recurring/next-runs", query), 60_000);
  if (error) return <ProblemBar error={error} />;
  if (!data) return null;
  if (data.problem) return <Text role="alert" className={styles.problem}>{t(`problem.${data.problem}`)}</Text>;
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short", timeZone: zone });
  return (
    <section aria-label={t("next")}>
      <Text weight="semibold">{t("next")}</Text>
      <ol className={styles.list}>
        {data.runs.map(({ at, note }) => (
          <li key={at}>
            <time dateTime={at}>{format.format(new Date(at))}</time>
            {note && <> – {t(`note.${note}`)}</>}
          </li>
        ))}
      </ol>
    </section>
  );
}

"use client";

// Who is behind the numbers: some names, and for any one person why they get the message or do not.
import { Button, Link, makeStyles, Subtitle2, Text, tokens } from "@fluentui/react-components";
import { useId, useState } from "react";
import { useLocale, useTranslations } from "use-intl";

import type { EstimateAnswer, EstimateSample } from "@/lib/domain/estimate";
import { explainReason } from "@/lib/texts/explain-reason";
import type { Locale } from "@/lib/texts/texts";

import { ExplainPerson, type ExplainQuestion } from "./explain-person";

const useStyles = makeStyles({
  stack: { display: "grid", gridTemplateColumns: "minmax(0, 1fr)", rowGap: tokens.spacingVerticalM },
  names: { margin: 0, paddingInlineStart: "20px", overflowWrap: "anywhere" },
  quiet: { color: tokens.colorNeutralForeground3 },
  button: { justifySelf: "start" },
});

type Props = { estimate: EstimateAnswer | null; question: ExplainQuestion };

export function EstimateDetails({ estimate, question }: Props) {
  const t = useTranslations("compose");
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  const id = useId();
  const sample = estimate?.sample ?? [];
  return (
    <div className={styles.stack}>
      {sample.length > 0 && (
        <Button
          size="small"
          className={styles.button}
          aria-expanded={open}
          aria-controls={open ? id : undefined}
          onClick={() => setOpen(!open)}
        >
          {t("estimate.sample.show")}
        </Button>
      )}
      {open && sample.length > 0 && <Sample id={id} sample={sample} />}
      <ExplainPerson question={question} />
    </div>
  );
}

function Sample({ id, sample }: { id: string; sample: readonly EstimateSample[] }) {
  const t = useTranslations("compose");
  const styles = useStyles();
  const locale = useLocale() as Locale;
  const words = ({ reason }: EstimateSample) => {
    return reason === null ? t("estimate.sample.gets") : explainReason(locale, "SKIPPED", reason).title;
  };
  return (
    <div id={id}>
      <Subtitle2 as="h3" style={{ margin: 0 }}>{t("estimate.sample.title")}</Subtitle2>
      <ul className={styles.names}>
        {sample.map((one) => (
          <li key={one.id}>
            <Link href={`/recipients/${one.id}`} inline><bdi>{one.name}</bdi></Link>{" "}
            <Text size={200} className={styles.quiet}>– {words(one)}</Text>
          </li>
        ))}
      </ul>
    </div>
  );
}

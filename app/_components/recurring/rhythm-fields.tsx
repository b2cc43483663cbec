"use client";

// How often: the rhythms that most people mean, or any cron expression.
import { Field, Input, makeStyles, Select } from "@fluentui/react-components";
import { useLocale, useTranslations } from "use-intl";

import { MAX_CRON, MONTHDAYS, type RhythmChoice, RHYTHMS } from "@/lib/domain/recurrence";
import { weekdayName } from "@/lib/texts/rhythm-values";

const useStyles = makeStyles({
  fields: { display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 160px), 1fr))", gap: "12px" },
});

type Props = { choice: RhythmChoice; onChange: (choice: RhythmChoice) => void };

export function RhythmFields({ choice, onChange }: Props) {
  const styles = useStyles();
  const t = useTranslations("recurring");
  const change = (part: Partial<RhythmChoice>) => onChange({ ...choice, ...part });
  const { rhythm } = choice;
  return (
    <div className={styles.fields}>
      <Field label={t("rhythm")}>
        <Select value={rhythm} onChange={(_, { value }) => change({ rhythm: RHYTHMS.find((one) => one === value) ?? "WEEKLY" })}>
          {RHYTHMS.map((one) => <option key={one} value={one}>{t(`rhythms.${one}`)}</option>)}
        </Select>
      </Field>
      {rhythm === "WEEKLY" && <Weekday choice={choice} onChange={onChange} />}
      {rhythm === "MONTHLY" && (
        <Field label={t("monthday")}>
          <Select value={choice.monthday} onChange={(_, { value }) => change({ monthday: value })}>
            {MONTHDAYS.map((day) => <option key={day} value={day}>{day === "L" ? t("lastDay") : day}</option>)}
          </Select>
        </Field>
      )}
      {rhythm === "CRON" ? (
        <Field label={t("cron")} hint={t("cronHint")}>
          <Input value={choice.cron} maxLength={MAX_CRON} onChange={(_, { value }) => change({ cron: value })} />
        </Field>
      ) : (
        <Field label={t("time")}>
          <Input type="time" value={choice.time} onChange={(_, { value }) => change({ time: value || "09:00" })} />
        </Field>
      )}
    </div>
  );
}

function Weekday({ choice, onChange }: Props) {
  const t = useTranslations("recurring");
  const locale = useLocale();
  // The week begins on Monday here.
  const days = [1, 2, 3, 4, 5, 6, 0].map((day) => ({ day, name: weekdayName(locale, day) }));
  return (
    <Field label={t("weekday")}>
      <Select value={String(choice.weekday)} onChange={(_, { value }) => onChange({ ...choice, weekday: Number(value) })}>
        {days.map(({ day, name }) => <option key={day} value={day}>{name}</option>)}
      </Select>
    </Field>
  );
}

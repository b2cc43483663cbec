"use client";

// A date and time, typed in the viewer's zone and shown in UTC too. When the clocks go back and the time happens twice,
// it asks which of the two is meant; a time that the clocks leave out is refused in words.
import { Field, Input, makeStyles, Radio, RadioGroup } from "@fluentui/react-components";
import { useFormatter, useLocale, useTranslations } from "use-intl";

import { momentOf, OCCURRENCES, type TypedTime } from "./send-time";
import { parseLocalTime, zoneWords } from "./zone-time";

const useStyles = makeStyles({ input: { maxWidth: "280px" } });

type Props = {
  id: string;
  label: string;
  typed: TypedTime;
  onChange: (typed: TypedTime) => void;
  /** What is wrong with it, in words. */
  problem: string | undefined;
};

/** The first choice of the two has the id `${id}-which`, for the focus to go there. */
export function MomentField({ id, label, typed, onChange, problem }: Props) {
  const t = useTranslations("review");
  const styles = useStyles();
  const locale = useLocale();
  const shown = useBothZones(typed);
  const twice = parseLocalTime(typed.time).kind === "TWICE";
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <>
      <Field
        label={label}
        hint={shown ?? t("timeZone", { zone, name: zoneWords(locale, new Date()) })}
        {...(problem !== undefined && !twice && { validationMessage: problem })}
      >
        <Input
          id={id}
          className={styles.input}
          type="datetime-local"
          value={typed.time}
          aria-required
          onChange={(_event, { value }) => onChange({ time: value, occurrence: null })}
        />
      </Field>
      {twice && <WhichOfTwo id={id} typed={typed} onChange={onChange} problem={problem} />}
    </>
  );
}

function WhichOfTwo({ id, typed, onChange, problem }: Omit<Props, "label">) {
  const t = useTranslations("review");
  const format = useFormatter();
  const locale = useLocale();
  return (
    <Field label={t("twice.question")} {...(problem !== undefined && { validationMessage: problem })}>
      <RadioGroup
        value={typed.occurrence ?? ""}
        required
        onChange={(_event, { value }) => {
          const occurrence = OCCURRENCES.find((one) => one === value);
          if (occurrence) onChange({ ...typed, occurrence });
        }}
      >
        {OCCURRENCES.map((occurrence, index) => {
          const date = momentOf({ ...typed, occurrence });
          if (!date) return null;
          const utc = format.dateTime(date, { timeStyle: "short", timeZone: "UTC" });
          const label = t(`twice.${occurrence}`, { zone: zoneWords(locale, date), utc });
          return (
            <Radio key={occurrence} value={occurrence} label={label} {...(index === 0 && { id: `${id}-which` })} />
          );
        })}
      </RadioGroup>
    </Field>
  );
}

function useBothZones(typed: TypedTime): string | undefined {
  const t = useTranslations("review");
  const format = useFormatter();
  const locale = useLocale();
  const date = momentOf(typed);
  if (!date) return undefined;
  return t("timeShown", {
    local: format.dateTime(date, { dateStyle: "full", timeStyle: "short" }),
    name: zoneWords(locale, date),
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    utc: format.dateTime(date, { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" }),
  });
}

"use client";

// Now or later. A later time is typed in the viewer's zone and shown in UTC too; a time that has passed, or that the
// clocks leave out, is refused in words.
import { Field, Input, makeStyles } from "@fluentui/react-components";
import { CalendarClockRegular } from "@fluentui/react-icons/svg/calendar-clock";
import { FlashRegular } from "@fluentui/react-icons/svg/flash";
import { useFormatter, useTranslations } from "use-intl";

import { ChoiceCards } from "./choice-cards";
import { formatLocalTime, parseLocalTime, suggestTime } from "./zone-time";

/** `time` is what the date field holds, kept while one looks at "now" again. */
export type When = { kind: "NOW" | "LATER"; time: string };
export type LaterProblem = "timeMissing" | "timePast" | "timeSkipped";

export function laterProblem(time: string, now: Date): LaterProblem | undefined {
  const parsed = parseLocalTime(time);
  if (parsed.kind === "SKIPPED_BY_CLOCKS") return "timeSkipped";
  if (parsed.kind !== "OK") return "timeMissing";
  return parsed.date > now ? undefined : "timePast";
}

const useStyles = makeStyles({ input: { maxWidth: "280px" } });

type Props = { when: When; onChange: (when: When) => void; complain: boolean };

export function WhenField({ when, onChange, complain }: Props) {
  const t = useTranslations("review");
  const choose = (kind: When["kind"]) => {
    const empty = kind === "LATER" && when.time === "";
    onChange({ kind, time: empty ? formatLocalTime(suggestTime(new Date())) : when.time });
  };
  return (
    <>
      <ChoiceCards
        label={t("when")}
        value={when.kind}
        onChange={choose}
        choices={[
          { value: "NOW", label: t("now"), text: t("nowText"), icon: <FlashRegular /> },
          { value: "LATER", label: t("later"), text: t("laterText"), icon: <CalendarClockRegular /> },
        ]}
      />
      {when.kind === "LATER" && <TimeField when={when} onChange={onChange} complain={complain} />}
    </>
  );
}

function TimeField({ when, onChange, complain }: Props) {
  const t = useTranslations("review");
  const styles = useStyles();
  const shown = useBothZones(when.time);
  // What has passed depends on the moment; it is judged when the button is pressed, here only what is always wrong.
  const problem = laterProblem(when.time, complain ? new Date() : new Date(0));
  const hint = shown ?? t("timeZone", { zone: Intl.DateTimeFormat().resolvedOptions().timeZone });
  return (
    <Field
      label={t("time")}
      hint={hint}
      {...(problem && (complain || problem === "timeSkipped") && { validationMessage: t(problem) })}
    >
      <Input
        id="send-time"
        className={styles.input}
        type="datetime-local"
        value={when.time}
        aria-required
        onChange={(_event, { value }) => onChange({ ...when, time: value })}
      />
    </Field>
  );
}

function useBothZones(time: string): string | undefined {
  const t = useTranslations("review");
  const format = useFormatter();
  const parsed = parseLocalTime(time);
  if (parsed.kind !== "OK") return undefined;
  const look = { dateStyle: "full", timeStyle: "short" } as const;
  return t("timeShown", {
    local: format.dateTime(parsed.date, look),
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    utc: format.dateTime(parsed.date, { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" }),
  });
}

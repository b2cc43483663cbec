"use client";

// Now or later. What is wrong with a later time is said at once when it is always wrong, and once the button was
// pressed when it depends on the moment.
import { CalendarClockRegular } from "@fluentui/react-icons/svg/calendar-clock";
import { FlashRegular } from "@fluentui/react-icons/svg/flash";
import { useTranslations } from "use-intl";

import { ChoiceCards } from "./choice-cards";
import { MomentField } from "./moment-field";
import { type When, whenProblem } from "./send-time";
import { formatLocalTime, suggestTime } from "./zone-time";

export const WHEN_FIELD_ID = "send-time";

type Props = { when: When; onChange: (when: When) => void; complain: boolean };

export function WhenField({ when, onChange, complain }: Props) {
  const t = useTranslations("review");
  const problem = whenProblem(when, complain ? new Date() : new Date(0));
  const choose = (kind: When["kind"]) => {
    const empty = kind === "LATER" && when.time === "";
    onChange({ ...when, kind, ...(empty && { time: formatLocalTime(suggestTime(new Date())), occurrence: null }) });
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
      {when.kind === "LATER" && (
        <MomentField
          id={WHEN_FIELD_ID}
          label={t("time")}
          typed={when}
          onChange={(typed) => onChange({ ...when, ...typed })}
          problem={problem && (complain || problem === "timeSkipped") ? t(problem) : undefined}
        />
      )}
    </>
  );
}

"use client";

// "Do not send after": off unless somebody wants it. From that moment on nobody is sent the message any more; whoever
// has not got it is skipped, with that reason.
import { Checkbox, makeStyles, Text, tokens } from "@fluentui/react-components";
import { useId } from "react";
import { useTranslations } from "use-intl";

import { MomentField } from "./moment-field";
import { type Expires, expiryProblem, momentOf, type When } from "./send-time";
import { formatLocalTime } from "./zone-time";

export const EXPIRY_FIELD_ID = "send-expiry";

const DAY_MS = 24 * 3_600_000;

const useStyles = makeStyles({
  root: { display: "grid", gridTemplateColumns: "minmax(0, 1fr)", rowGap: tokens.spacingVerticalM },
  // The sentence stands under the label, not under the box.
  about: { display: "block", paddingInlineStart: "32px", color: tokens.colorNeutralForeground2 },
});

type Props = { expires: Expires; when: When; onChange: (expires: Expires) => void; complain: boolean };

export function ExpiryField({ expires, when, onChange, complain }: Props) {
  const t = useTranslations("review");
  const styles = useStyles();
  const aboutId = useId();
  const problem = expiryProblem(expires, when, complain ? new Date() : new Date(0));
  const always = problem === "timeSkipped" || problem === "expiryTooEarly";
  const turn = (on: boolean) => {
    const offer = on && expires.time === "" ? { time: formatLocalTime(dayAfter(when)), occurrence: null } : {};
    onChange({ ...expires, on, ...offer });
  };
  return (
    <div className={styles.root}>
      <div>
        <Checkbox
          label={t("expiry.switch")}
          checked={expires.on}
          aria-describedby={aboutId}
          onChange={(_event, { checked }) => turn(checked === true)}
        />
        <Text size={200} id={aboutId} className={styles.about}>{t("expiry.about")}</Text>
      </div>
      {expires.on && (
        <MomentField
          id={EXPIRY_FIELD_ID}
          label={t("expiry.time")}
          typed={expires}
          onChange={(typed) => onChange({ ...expires, ...typed })}
          problem={problem && (complain || always) ? t(problem) : undefined}
        />
      )}
    </div>
  );
}

function dayAfter(when: When): Date {
  const start = (when.kind === "LATER" ? momentOf(when) : undefined) ?? new Date();
  return new Date(start.getTime() + DAY_MS);
}

"use client";

// What is still missing and why it matters. Each missing line leads to its field.
import { Link, makeStyles, Text, tokens } from "@fluentui/react-components";
import { CheckmarkCircleFilled } from "@fluentui/react-icons/svg/checkmark-circle";
import { CircleRegular } from "@fluentui/react-icons/svg/circle";
import { useTranslations } from "use-intl";

import { useCompose } from "./compose-context";
import { fieldIdOf } from "./draft-issues";
import { focusField } from "./focus-field";
import type { Check } from "./list-checks";
import { Section } from "./section";
import { useFieldLabel, useIssueText } from "./use-issue-text";

const useStyles = makeStyles({
  list: { listStyleType: "none", margin: 0, padding: 0, display: "grid", rowGap: tokens.spacingVerticalS },
  item: { display: "grid", gridTemplateColumns: "20px minmax(0, 1fr)", columnGap: tokens.spacingHorizontalS },
  icon: { fontSize: "20px", display: "inline-flex", color: tokens.colorNeutralForeground3 },
  done: { color: tokens.colorStatusSuccessForeground1 },
  why: { gridColumn: 2, color: tokens.colorNeutralForeground2 },
  hidden: { position: "absolute", width: "1px", height: "1px", overflow: "hidden", clipPath: "inset(50%)" },
});

export const CHECKLIST_ID = "checklist";

export function Checklist({ checks }: { checks: readonly Check[] }) {
  const { standing } = useCompose();
  const t = useTranslations("compose");
  const styles = useStyles();
  return (
    <Section
      heading={t(standing ? "section.checklistSave" : "section.checklist")}
      command={<Text size={200} role="status">{progressText(checks, t)}</Text>}
    >
      <ul className={styles.list} id={CHECKLIST_ID} tabIndex={-1}>
        {checks.map((check) => <CheckLine key={check.path} check={check} />)}
      </ul>
    </Section>
  );
}

/** "5 of 8 done". */
export function progressText(checks: readonly Check[], t: ReturnType<typeof useTranslations>): string {
  const done = checks.filter(({ issue }) => !issue).length;
  return done === checks.length ? t("checklist.complete") : t("checklist.progress", { done, total: checks.length });
}

function CheckLine({ check: { path, issue } }: { check: Check }) {
  const t = useTranslations("compose");
  const styles = useStyles();
  const labelOf = useFieldLabel();
  const textOf = useIssueText();
  const label = path === "message.image" ? t("checklist.image") : labelOf(path);
  if (!issue) {
    return (
      <li className={styles.item}>
        <span className={`${styles.icon} ${styles.done}`} aria-hidden><CheckmarkCircleFilled /></span>
        <span>{label}<span className={styles.hidden}>: {t("checklist.done")}</span></span>
      </li>
    );
  }
  return (
    <li className={styles.item}>
      <span className={styles.icon} aria-hidden><CircleRegular /></span>
      <span>
        <Link
          href={`#${fieldIdOf(issue.path)}`}
          onClick={(event) => focusField(issue.path) && event.preventDefault()}
        >
          {label}
        </Link>
        <span className={styles.hidden}>: {t("checklist.missing")}</span>
      </span>
      <Text size={200} className={styles.why}>{textOf(issue).reason}</Text>
    </li>
  );
}

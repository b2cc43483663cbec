"use client";

// What is allowed but will disappoint in Teams. It never stops anybody; what must be fixed is in the checklist.
import { Link, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { ErrorCircleRegular } from "@fluentui/react-icons/svg/error-circle";
import { LightbulbRegular } from "@fluentui/react-icons/svg/lightbulb";
import { useLocale, useTranslations } from "use-intl";

import type { Message } from "@/lib/domain/message";
import { type LintCode, lintMessage, type Warning } from "@/lib/domain/message-lint";
import { warningText } from "@/lib/texts/card-labels";
import { pickLocale } from "@/lib/texts/texts";

import { fieldIdOf } from "./draft-issues";
import { focusField } from "./focus-field";
import { Section } from "./section";
import { useFieldLabel } from "./use-issue-text";

/** Said by the checklist or the size meter already. */
const SAID_ELSEWHERE: readonly LintCode[] = ["ALT_TEXT_MISSING", "BUTTONS_TOO_MANY", "SIZE_LARGE", "SIZE_TOO_LARGE"];

const useStyles = makeStyles({
  list: { listStyleType: "none", margin: 0, padding: 0, display: "grid", rowGap: tokens.spacingVerticalS },
  item: { display: "grid", gridTemplateColumns: "20px minmax(0, 1fr)", columnGap: tokens.spacingHorizontalS },
  icon: { fontSize: "20px", display: "inline-flex" },
  warning: { color: tokens.colorStatusWarningForeground3 },
  error: { color: tokens.colorStatusDangerForeground1 },
});

export function findAdvice(message: Message): Warning[] {
  return lintMessage(message).filter(({ code }) => !SAID_ELSEWHERE.includes(code));
}

/** `base` is the address of the composer when the links are on another page. */
export function LintList({ message, base = "" }: { message: Message; base?: string }) {
  const t = useTranslations("compose");
  const styles = useStyles();
  const warnings = findAdvice(message);
  if (warnings.length === 0) return null;
  return (
    <Section heading={t("lint.title")}>
      <ul className={styles.list}>
        {warnings.map((warning) => <LintLine key={keyOf(warning)} warning={warning} base={base} />)}
      </ul>
    </Section>
  );
}

function LintLine({ warning, base }: { warning: Warning; base: string }) {
  const t = useTranslations("compose");
  const locale = pickLocale(useLocale());
  const styles = useStyles();
  const labelOf = useFieldLabel();
  const path = `message.${warning.path}`;
  return (
    <li className={styles.item}>
      <span
        className={mergeClasses(styles.icon, styles[warning.severity])}
        role="img"
        aria-label={t(`lint.${warning.severity}`)}
      >
        {warning.severity === "error" ? <ErrorCircleRegular /> : <LightbulbRegular />}
      </span>
      <span>
        <Link
          href={`${base}#${fieldIdOf(path)}`}
          onClick={(event) => base === "" && focusField(path) && event.preventDefault()}
        >
          {labelOf(path)}
        </Link>
        {": "}{warningText(locale, warning)}
      </span>
    </li>
  );
}

function keyOf({ path, code, values }: Warning): string {
  return `${path} ${code} ${JSON.stringify(values)}`;
}

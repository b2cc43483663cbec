"use client";

// Everything that is missing, as links to the fields, shown once the author has asked to go on.
import { Link, makeStyles, MessageBar, MessageBarBody, MessageBarTitle, tokens } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import { type DraftIssue, fieldIdOf } from "./draft-issues";
import { focusField } from "./focus-field";
import { useIssueText } from "./use-issue-text";

const useStyles = makeStyles({
  list: {
    margin: `${tokens.spacingVerticalXS} 0 0`,
    paddingInlineStart: tokens.spacingHorizontalXL,
    // Room for a finger: each link has 24 px to itself.
    "& li": { paddingBlock: tokens.spacingVerticalXS },
  },
});

/** `base` is the address of the composer when the links are on another page. */
type Props = { issues: readonly DraftIssue[]; title: string; base?: string };

export function IssueSummary({ issues, title, base = "" }: Props) {
  const t = useTranslations("compose");
  const styles = useStyles();
  const textOf = useIssueText();
  if (issues.length === 0) return null;
  return (
    <MessageBar intent="error" layout="multiline" role="alert">
      <MessageBarBody>
        <MessageBarTitle>{title}</MessageBarTitle>
        <ul className={styles.list}>
          {issues.map((issue) => (
            <li key={`${issue.path} ${issue.code}`}>
              <Link
                href={`${base}#${fieldIdOf(issue.path)}`}
                onClick={(event) => base === "" && focusField(issue.path) && event.preventDefault()}
              >
                {t("summary.item", textOf(issue))}
              </Link>
            </li>
          ))}
        </ul>
      </MessageBarBody>
    </MessageBar>
  );
}

"use client";

// Where the text is: "Saved 10:42", on its way, or not saved and why. A screen reader hears only where it came to rest,
// not every keystroke's "Saving…".
import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { CheckmarkRegular } from "@fluentui/react-icons/svg/checkmark";
import { WarningRegular } from "@fluentui/react-icons/svg/warning";
import { useTranslations } from "use-intl";

import type { SaveState } from "./draft-saver";
import { useIssueText } from "./use-issue-text";
import { useProblemText } from "./use-problem-text";

const useStyles = makeStyles({
  line: {
    display: "flex",
    alignItems: "center",
    columnGap: tokens.spacingHorizontalXS,
    minHeight: "20px",
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
  },
  trouble: { color: tokens.colorStatusDangerForeground1, fontWeight: tokens.fontWeightSemibold },
  icon: { display: "inline-flex", fontSize: "16px", flexShrink: 0 },
});

export function SaveStatus({ state, auto }: { state: SaveState; auto: boolean }) {
  const t = useTranslations("compose");
  const styles = useStyles();
  const rest = useRestText(state);
  const trouble = state.kind === "HELD" || state.kind === "REFUSED" || state.kind === "CONFLICT";
  const busy = state.kind === "SAVING" ? t("save.saving") : t(auto ? "save.waiting" : "save.unsaved");
  return (
    <span className={mergeClasses(styles.line, trouble && styles.trouble)}>
      <span role="status" className={styles.line} style={{ color: "inherit", fontWeight: "inherit" }}>
        {trouble && <span className={styles.icon} aria-hidden><WarningRegular /></span>}
        {state.kind === "SAVED" && <span className={styles.icon} aria-hidden><CheckmarkRegular /></span>}
        {rest}
      </span>
      {(state.kind === "WAITING" || state.kind === "SAVING") && <span>{busy}</span>}
    </span>
  );
}

function useRestText(state: SaveState): string {
  const t = useTranslations("compose");
  const issueText = useIssueText();
  const problemText = useProblemText();
  switch (state.kind) {
    case "SAVED":
      return t("save.saved", { at: state.at });
    case "HELD": {
      const [issue] = state.issues;
      return issue ? t("save.heldBy", issueText(issue)) : "";
    }
    case "REFUSED":
      return t("save.refused", { reason: problemText(state.problem) });
    case "CONFLICT":
      return t("save.conflict");
    default:
      return "";
  }
}

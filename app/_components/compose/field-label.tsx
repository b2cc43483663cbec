"use client";

// The label of a field: its name, and a star when a draft cannot be sent without it. The star is drawn by the style
// sheet, so that the accessible name stays the plain name; `aria-required` tells assistive technology the same.
import { makeStyles, tokens } from "@fluentui/react-components";

const useStyles = makeStyles({
  label: { fontWeight: tokens.fontWeightSemibold },
  required: {
    fontWeight: tokens.fontWeightSemibold,
    "::after": { content: "' *' / ''", color: tokens.colorStatusDangerForeground1 },
  },
});

export function useFieldLabelProps(text: string, required: boolean): { children: string; className: string } {
  const styles = useStyles();
  return { children: text, className: required ? styles.required : styles.label };
}

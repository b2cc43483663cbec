"use client";

// A choice between a few ways, each with a sentence: radio buttons drawn as cards, the whole card clickable.
import { Field, makeStyles, mergeClasses, Radio, RadioGroup, Text, tokens } from "@fluentui/react-components";
import { type ReactNode, useId } from "react";

import { useFieldLabelProps } from "./field-label";

const useStyles = makeStyles({
  grid: {
    display: "grid",
    gap: tokens.spacingHorizontalM,
    gridTemplateColumns: "repeat(auto-fit, minmax(min(220px, 100%), 1fr))",
    alignItems: "stretch",
  },
  card: {
    position: "relative",
    display: "grid",
    gridTemplateColumns: "minmax(0, 1fr) auto",
    alignContent: "start",
    paddingBlock: `${tokens.spacingVerticalXS} ${tokens.spacingVerticalM}`,
    paddingInline: `${tokens.spacingHorizontalXS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusLarge,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground1,
    ":hover": {
      border: `1px solid ${tokens.colorNeutralStroke1Hover}`,
      backgroundColor: tokens.colorNeutralBackground1Hover,
    },
  },
  chosen: {
    border: `1px solid ${tokens.colorCompoundBrandStroke}`,
    boxShadow: `inset 0 0 0 1px ${tokens.colorCompoundBrandStroke}`,
    ":hover": { border: `1px solid ${tokens.colorCompoundBrandStroke}` },
  },
  // The invisible input covers the card, so that a click anywhere on it chooses, and focus is drawn around all of it.
  radio: { position: "static" },
  input: { position: "absolute", inset: 0, width: "100%", height: "100%", zIndex: 1 },
  name: { fontWeight: tokens.fontWeightSemibold },
  icon: { display: "inline-flex", fontSize: "24px", paddingTop: "6px", color: tokens.colorCompoundBrandForeground1 },
  tight: {
    gap: tokens.spacingHorizontalS,
    gridTemplateColumns: "repeat(auto-fill, minmax(min(190px, 100%), 1fr))",
  },
  tightCard: { alignContent: "center", paddingBlock: "2px" },
  hidden: { position: "absolute", width: "1px", height: "1px", overflow: "hidden", clipPath: "inset(50%)" },
  text: { gridColumn: "1 / -1", paddingInlineStart: "32px", color: tokens.colorNeutralForeground2 },
});

export type Choice<T extends string> = { value: T; label: string; text: string; icon?: ReactNode };

type Props<T extends string> = {
  label: string;
  value: T | null;
  choices: readonly Choice<T>[];
  onChange: (value: T) => void;
  issue?: string | undefined;
  required?: boolean;
  /** Many choices: small cards, whose sentences are heard but not seen; only that of the chosen one is shown. */
  tight?: boolean;
};

export function ChoiceCards<T extends string>(props: Props<T>) {
  const { label, value, choices, onChange, issue, required = false, tight = false } = props;
  const styles = useStyles();
  const labelProps = useFieldLabelProps(label, required);
  const id = useId();
  const choose = (wanted: string) => {
    const choice = choices.find((one) => one.value === wanted);
    if (choice) onChange(choice.value);
  };
  const chosen = choices.find((choice) => choice.value === value);
  const card = mergeClasses(styles.card, tight && styles.tightCard);
  return (
    <Field label={labelProps} {...(tight && chosen && { hint: chosen.text })} {...(issue && { validationMessage: issue })}>
      <RadioGroup
        value={value ?? ""}
        onChange={(_event, data) => choose(data.value)}
        className={mergeClasses(styles.grid, tight && styles.tight)}
      >
        {choices.map((choice) => (
          <div key={choice.value} className={mergeClasses(card, choice.value === value && styles.chosen)}>
            <Radio
              value={choice.value}
              label={{ children: choice.label, className: styles.name }}
              className={styles.radio}
              input={{ className: styles.input, "aria-describedby": `${id}-${choice.value}` }}
            />
            {choice.icon && <span className={styles.icon} aria-hidden>{choice.icon}</span>}
            <Text size={200} className={tight ? styles.hidden : styles.text} id={`${id}-${choice.value}`}>{choice.text}</Text>
          </div>
        ))}
      </RadioGroup>
    </Field>
  );
}

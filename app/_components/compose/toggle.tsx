"use client";

// A small switch between two or three views of the same thing: buttons of which exactly one is pressed.
import { makeStyles, ToggleButton, tokens } from "@fluentui/react-components";
import type { ReactElement } from "react";

const useStyles = makeStyles({ group: { display: "inline-flex", gap: tokens.spacingHorizontalXXS } });

type Props<T extends string> = {
  label: string;
  value: T;
  choices: readonly { value: T; label: string; icon: ReactElement }[];
  onChange: (value: T) => void;
};

export function Toggle<T extends string>({ label, value, choices, onChange }: Props<T>) {
  const styles = useStyles();
  return (
    <div role="group" aria-label={label} className={styles.group}>
      {choices.map((choice) => (
        <ToggleButton
          key={choice.value}
          size="small"
          appearance="subtle"
          icon={choice.icon}
          checked={choice.value === value}
          onClick={() => onChange(choice.value)}
        >
          {choice.label}
        </ToggleButton>
      ))}
    </div>
  );
}

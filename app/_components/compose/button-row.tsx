"use client";

// One button of the card: its text, where it leads, and the commands to move or remove it.
import { Button, Field, Input, makeStyles, tokens } from "@fluentui/react-components";
import { ArrowDownRegular } from "@fluentui/react-icons/svg/arrow-down";
import { ArrowUpRegular } from "@fluentui/react-icons/svg/arrow-up";
import { DeleteRegular } from "@fluentui/react-icons/svg/delete";
import { useTranslations } from "use-intl";

import { useCompose } from "./compose-context";
import type { ButtonDraft } from "./draft-form";
import { fieldIdOf } from "./draft-issues";

const useStyles = makeStyles({
  row: {
    display: "grid",
    gap: tokens.spacingHorizontalS,
    gridTemplateColumns: "minmax(0, 2fr) minmax(0, 3fr) auto",
    alignItems: "start",
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground2,
    "@media (max-width: 640px)": { gridTemplateColumns: "minmax(0, 1fr)" },
  },
  // Inputs have a width of their own, below which they would not shrink into their column.
  input: { width: "100%", minWidth: 0, "& input": { width: "100%", minWidth: 0 } },
  commands: {
    display: "flex",
    paddingTop: "26px",
    "@media (max-width: 640px)": { paddingTop: 0, justifyContent: "end" },
  },
});

type Props = {
  button: ButtonDraft;
  index: number;
  count: number;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
};

export function ButtonRow({ button, index, count, onMove, onRemove }: Props) {
  const t = useTranslations("compose");
  const styles = useStyles();
  const number = index + 1;
  return (
    <li className={styles.row} data-button={button.key}>
      <ButtonField button={button} index={index} part="title" />
      <ButtonField button={button} index={index} part="url" />
      <div className={styles.commands}>
        <Button
          appearance="subtle"
          icon={<ArrowUpRegular />}
          aria-label={t("buttons.up", { number })}
          data-move="-1"
          disabled={index === 0}
          onClick={() => onMove(-1)}
        />
        <Button
          appearance="subtle"
          icon={<ArrowDownRegular />}
          aria-label={t("buttons.down", { number })}
          data-move="1"
          disabled={index === count - 1}
          onClick={() => onMove(1)}
        />
        <Button
          appearance="subtle"
          icon={<DeleteRegular />}
          aria-label={t("buttons.remove", { number })}
          data-remove
          onClick={onRemove}
        />
      </div>
    </li>
  );
}

function ButtonField({ button, index, part }: { button: ButtonDraft; index: number; part: "title" | "url" }) {
  const { change, issueAt, touch } = useCompose();
  const t = useTranslations("compose");
  const styles = useStyles();
  const path = `message.buttons.${index}.${part}`;
  const issue = issueAt(path);
  const isUrl = part === "url";
  return (
    <div id={fieldIdOf(path)}>
      <Field
        label={t(isUrl ? "field.buttonUrl" : "field.buttonTitle", { number: index + 1 })}
        {...(issue && { validationMessage: issue })}
      >
        <Input
          className={styles.input}
          value={button[part]}
          name={path}
          type={isUrl ? "url" : "text"}
          placeholder={t(isUrl ? "example.url" : "example.buttonTitle")}
          aria-required
          onChange={(_event, data) => change({ type: "changeButton", key: button.key, values: { [part]: data.value } })}
          onBlur={() => touch(path)}
        />
      </Field>
    </div>
  );
}

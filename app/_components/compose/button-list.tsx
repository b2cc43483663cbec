"use client";

// The buttons of the card that open a web page. They can be added, reordered and removed with the keyboard alone: the
// focus stays with the row that moved, and goes to a neighbour when a row disappears.
import { Button, Field, makeStyles, tokens } from "@fluentui/react-components";
import { AddRegular } from "@fluentui/react-icons/svg/add";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";

import { MAX_BUTTONS } from "@/lib/domain/message";

import { ButtonRow } from "./button-row";
import { useCompose } from "./compose-context";
import { fieldIdOf } from "./draft-issues";
import { useFieldLabelProps } from "./field-label";

const useStyles = makeStyles({
  list: { listStyleType: "none", margin: 0, padding: 0, display: "grid", rowGap: tokens.spacingVerticalM },
  add: { justifySelf: "start", marginTop: tokens.spacingVerticalS },
});

export function ButtonList() {
  const { form, change, issueAt, announce } = useCompose();
  const t = useTranslations("compose");
  const styles = useStyles();
  const label = useFieldLabelProps(t("field.buttons"), false);
  const { list, focusNext } = useFocusAfterChange(form.buttons);
  const count = form.buttons.length;
  const issue = issueAt("message.buttons");

  const move = (key: number, index: number, by: -1 | 1) => {
    focusNext(`[data-button="${key}"] [data-move="${by}"]`, `[data-button="${key}"] [data-move]:not(:disabled)`);
    change({ type: "moveButton", key, by });
    announce(t("buttons.moved", { number: index + by + 1, count }));
  };
  const remove = (key: number, index: number) => {
    const neighbour = form.buttons[index + 1] ?? form.buttons[index - 1];
    focusNext(neighbour ? `[data-button="${neighbour.key}"] [data-remove]` : "[data-add]", "[data-add]");
    change({ type: "removeButton", key });
    announce(t("buttons.removed", { number: index + 1 }));
  };
  const add = () => {
    focusNext("li:last-child input", "[data-add]");
    change({ type: "addButton" });
  };
  return (
    <div id={fieldIdOf("message.buttons")} ref={list}>
      <Field
        label={label}
        hint={t(count >= MAX_BUTTONS ? "buttons.full" : "guide.buttons")}
        {...(issue && { validationMessage: issue })}
      >
        <div role="group" aria-label={t("field.buttons")}>
          {count > 0 && (
            <ol className={styles.list}>
              {form.buttons.map((button, index) => (
                <ButtonRow
                  key={button.key}
                  button={button}
                  index={index}
                  count={count}
                  onMove={(by) => move(button.key, index, by)}
                  onRemove={() => remove(button.key, index)}
                />
              ))}
            </ol>
          )}
          <Button
            className={styles.add}
            icon={<AddRegular />}
            data-add
            disabledFocusable={count >= MAX_BUTTONS}
            onClick={add}
          >
            {t("buttons.add")}
          </Button>
        </div>
      </Field>
    </div>
  );
}

/** Focuses the first match of the selectors once the list has been drawn again. */
function useFocusAfterChange(rows: readonly unknown[]) {
  const list = useRef<HTMLDivElement>(null);
  const wanted = useRef<readonly string[]>([]);
  useEffect(() => {
    for (const selector of wanted.current) {
      const target = list.current?.querySelector<HTMLElement>(selector);
      if (!target || target.matches(":disabled")) continue;
      target.focus();
      break;
    }
    wanted.current = [];
  }, [rows]);
  const focusNext = (...selectors: string[]) => {
    wanted.current = selectors;
  };
  return { list, focusNext };
}

"use client";

// Inserts a variable with a fallback where the cursor was last, and puts the cursor behind it.
import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from "@fluentui/react-components";
import { BracesRegular } from "@fluentui/react-icons/svg/braces";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";

import { type VariableName, VARIABLES } from "@/lib/domain/variables";
import { cardLocale, variableDefaults } from "@/lib/texts/card-labels";

import { useCompose } from "./compose-context";
import { useFieldLabel } from "./use-issue-text";

type TextControl = HTMLInputElement | HTMLTextAreaElement;

/** `fallbackName` is the field used when the author has not been in any text yet. */
export function VariableMenu({ fallbackName }: { fallbackName: string }) {
  const { form, announce } = useCompose();
  const t = useTranslations("compose");
  const labelOf = useFieldLabel();
  const lastField = useLastTextField();
  const defaults = variableDefaults(cardLocale(form.lang));

  const insert = (name: VariableName) => {
    const control = lastField() ?? document.querySelector<TextControl>(`[name="${fallbackName}"]`);
    if (!control) return;
    insertAtCursor(control, `{{${name}|${defaults[name]}}}`);
    announce(t("variables.inserted", { name: t(`variables.${name}`), field: labelOf(control.name) }));
  };
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle" size="small" icon={<BracesRegular />} title={t("variables.fallback")}>
          {t("variables.insert")}
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {VARIABLES[form.kind ?? "NOTIFICATION"].map((name) => (
            <MenuItem key={name} onClick={() => insert(name)} secondaryContent={`{{${name}|${defaults[name]}}}`}>
              {t(`variables.${name}`)}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

/** The last text of the message that had the focus; opening the menu takes it away. */
function useLastTextField(): () => TextControl | null {
  const last = useRef<TextControl | null>(null);
  useEffect(() => {
    const remember = ({ target }: FocusEvent) => {
      const isText = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
      if (isText && target.name.startsWith("message.") && !target.name.endsWith(".url")) last.current = target;
    };
    document.addEventListener("focusin", remember);
    return () => document.removeEventListener("focusin", remember);
  }, []);
  return () => (last.current?.isConnected ? last.current : null);
}

function insertAtCursor(control: TextControl, text: string): void {
  // The menu gives the focus back to its button when it closes; the cursor belongs into the text, one moment later.
  setTimeout(() => {
    control.focus();
    const end = control.value.length;
    control.setRangeText(text, control.selectionStart ?? end, control.selectionEnd ?? end, "end");
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }, 0);
}

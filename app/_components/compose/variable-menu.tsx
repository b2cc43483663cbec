"use client";

// Inserts a variable with a fallback where the cursor was last, and puts the cursor behind it. A template may also have
// words that an external event brings.
import {
  Button, Menu, MenuGroup, MenuGroupHeader, MenuItem, MenuList, MenuPopover, MenuTrigger,
} from "@fluentui/react-components";
import { BracesRegular } from "@fluentui/react-icons/svg/braces";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";

import { type VariableName, VARIABLES } from "@/lib/domain/variables";
import { cardLocale, variableDefaults } from "@/lib/texts/card-labels";

import { useCompose } from "./compose-context";
import { useFieldLabel } from "./use-issue-text";

/** The facts every event may bring, and one whose name is the author's to choose. */
const EVENT_EXAMPLES = ["actor", "affected", "system", "name"] as const;

type TextControl = HTMLInputElement | HTMLTextAreaElement;

/** `fallbackName` is the field used when the author has not been in any text yet. */
export function VariableMenu({ fallbackName }: { fallbackName: string }) {
  const { form, announce, template = false } = useCompose();
  const t = useTranslations("compose");
  const labelOf = useFieldLabel();
  const lastField = useLastTextField(template);
  const defaults = variableDefaults(cardLocale(form.lang));

  const insert = (text: string, name: string) => {
    const control = lastField() ?? document.querySelector<TextControl>(`[name="${fallbackName}"]`);
    if (!control) return;
    insertAtCursor(control, text);
    announce(t("variables.inserted", { name, field: labelOf(control.name) }));
  };
  const own = (name: VariableName) => ({ text: `{{${name}|${defaults[name]}}}`, label: t(`variables.${name}`) });
  const ofEvents = EVENT_EXAMPLES.map((name) => ({ text: `{{event.${name}}}`, label: t(`variables.event.${name}`) }));
  const render = ({ text, label }: { text: string; label: string }) => (
    <MenuItem key={text} onClick={() => insert(text, label)} secondaryContent={text}>{label}</MenuItem>
  );
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle" size="small" icon={<BracesRegular />} title={t("variables.fallback")}>
          {t("variables.insert")}
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {VARIABLES[form.kind ?? "NOTIFICATION"].map(own).map(render)}
          {template && form.kind === "NOTIFICATION" && (
            <MenuGroup>
              <MenuGroupHeader>{t("variables.event.heading")}</MenuGroupHeader>
              {ofEvents.map(render)}
            </MenuGroup>
          )}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

/** The last text of the message that had the focus; opening the menu takes it away. An address takes events' words alone. */
function useLastTextField(template: boolean): () => TextControl | null {
  const last = useRef<TextControl | null>(null);
  useEffect(() => {
    const remember = ({ target }: FocusEvent) => {
      const isText = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
      if (isText && target.name.startsWith("message.") && (template || !target.name.endsWith(".url"))) last.current = target;
    };
    document.addEventListener("focusin", remember);
    return () => document.removeEventListener("focusin", remember);
  }, [template]);
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

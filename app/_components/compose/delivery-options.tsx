"use client";

// How it is delivered, in words: its turn among other broadcasts, who may jump the queue, and what happens when Teams
// leaves us in doubt.
import { useTranslations } from "use-intl";

import { PRIORITIES, type Priority, UNKNOWN_POLICIES, type UnknownPolicy } from "@/lib/domain/broadcast";

import { ChoiceCards } from "./choice-cards";
import { useCompose } from "./compose-context";
import { fieldIdOf } from "./draft-issues";
import { Section } from "./section";
import { useMayHurry } from "./use-may-hurry";

export function DeliveryOptions() {
  const { form, change, standing } = useCompose();
  const t = useTranslations("compose");
  const mayHurry = useMayHurry(standing !== false);
  const priorityOf = (value: Priority) => {
    const words = wordsOf(value);
    return value === "URGENT" && !mayHurry ? { ...words, text: `${words.text} ${t("delivery.urgentAdmin")}` } : words;
  };
  const wordsOf = <T extends Priority | UnknownPolicy>(value: T) => {
    const key: string = value;
    return { value, label: t(`delivery.${key}`), text: t(`delivery.${key}_text`) };
  };
  return (
    <Section heading={t("section.delivery")}>
      <div id={fieldIdOf("priority")}>
        <ChoiceCards
          label={t("delivery.priority")}
          value={form.priority}
          choices={PRIORITIES.map(priorityOf)}
          onChange={(priority) => change({ type: "set", values: { priority } })}
        />
      </div>
      <ChoiceCards
        label={t("delivery.onUnknown")}
        value={form.onUnknown}
        choices={UNKNOWN_POLICIES.map(wordsOf)}
        onChange={(onUnknown) => change({ type: "set", values: { onUnknown } })}
      />
    </Section>
  );
}

"use client";

// How it is delivered, in words: its turn among other broadcasts, and what happens when Teams leaves us in doubt.
import { useTranslations } from "use-intl";

import { PRIORITIES, type Priority, UNKNOWN_POLICIES, type UnknownPolicy } from "@/lib/domain/broadcast";

import { ChoiceCards } from "./choice-cards";
import { useCompose } from "./compose-context";
import { Section } from "./section";

export function DeliveryOptions() {
  const { form, change } = useCompose();
  const t = useTranslations("compose");
  const wordsOf = <T extends Priority | UnknownPolicy>(value: T) => {
    const key: string = value;
    return { value, label: t(`delivery.${key}`), text: t(`delivery.${key}_text`) };
  };
  return (
    <Section heading={t("section.delivery")}>
      <ChoiceCards
        label={t("delivery.priority")}
        value={form.priority}
        choices={PRIORITIES.map(wordsOf)}
        onChange={(priority) => change({ type: "set", values: { priority } })}
      />
      <ChoiceCards
        label={t("delivery.onUnknown")}
        value={form.onUnknown}
        choices={UNKNOWN_POLICIES.map(wordsOf)}
        onChange={(onUnknown) => change({ type: "set", values: { onUnknown } })}
      />
    </Section>
  );
}

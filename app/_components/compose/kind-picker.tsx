"use client";

// What kind of message it is, asked first, because it decides which questions the author has to answer.
import { AlertRegular } from "@fluentui/react-icons/svg/alert";
import { HandWaveRegular } from "@fluentui/react-icons/svg/hand-wave";
import { useTranslations } from "use-intl";

import type { MessageKind } from "@/lib/domain/message";
import { cardLocale, defaultOptOutHint } from "@/lib/texts/card-labels";

import { ChoiceCards } from "./choice-cards";
import { useCompose } from "./compose-context";

const ICONS: Record<MessageKind, React.ReactNode> = { NOTIFICATION: <AlertRegular />, WELCOME: <HandWaveRegular /> };

export function KindPicker() {
  const { form, change } = useCompose();
  const t = useTranslations("compose");
  const choices = (["NOTIFICATION", "WELCOME"] as const).map((kind) => ({
    value: kind,
    label: t(`kind.${kind}`),
    text: t(`kind.${kind}_text`),
    icon: ICONS[kind],
  }));
  const choose = (kind: MessageKind) =>
    change({ type: "kind", kind, optOutHint: defaultOptOutHint(cardLocale(form.lang)) });
  return <ChoiceCards label={t("kind.legend")} value={form.kind} choices={choices} onChange={choose} />;
}

// How often something repeats, and by which clock, in words.
import { type Recurrence, rhythmOf } from "@/lib/domain/recurrence";

import { rhythmValues } from "./rhythm-values";
import { type Locale, texts } from "./texts";

export function rhythmText(locale: Locale, { cron, zone }: Pick<Recurrence, "cron" | "zone">): string {
  const t = texts(locale);
  const choice = rhythmOf(cron);
  const words = choice.rhythm === "CRON"
    ? t("recurring.cronOf", { cron }) : t(`recurring.rhythmAt.${choice.rhythm}`, rhythmValues(locale, choice));
  return t("recurring.rhythmOf", { rhythm: words, zone });
}

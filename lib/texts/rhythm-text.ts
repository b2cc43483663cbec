// How often something repeats, and by which clock, in words.
import { type Recurrence, rhythmOf } from "@/lib/domain/recurrence";

import { type Locale, texts } from "./texts";

export function rhythmText(locale: Locale, { cron, zone }: Pick<Recurrence, "cron" | "zone">): string {
  const t = texts(locale);
  const { rhythm } = rhythmOf(cron);
  const words = rhythm === "CRON" ? t("recurring.cronOf", { cron }) : t(`recurring.rhythms.${rhythm}`);
  return t("recurring.rhythmOf", { rhythm: words, zone });
}

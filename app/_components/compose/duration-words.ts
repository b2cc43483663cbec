// A length of time as people say it: seconds below a minute and a half, then minutes, then hours and minutes.
import type { useTranslations } from "use-intl";

export function durationWords(seconds: number, t: ReturnType<typeof useTranslations>): string {
  if (seconds < 90) return t("estimate.seconds", { count: Math.max(1, Math.ceil(seconds)) });
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 90) return t("estimate.minutes", { count: minutes });
  return t("estimate.hours", { hours: Math.floor(minutes / 60), minutes: minutes % 60 }).trim();
}

// A finding of the doctor in words: what was found and, unless all is well, what to do.
import type { Finding, FindingCode, Mark } from "@/lib/domain/finding";
import { PERMISSION_USES, type PermissionUse } from "@/lib/domain/graph-permissions";

import { type Locale, MESSAGES, type Messages, texts } from "./texts";

export type FindingText = { check: string; says: string; cure?: string };

// Fails to compile while a finding has no words.
type Words = Record<FindingCode, { says: string; cure?: string }>;
const wordsOf = (messages: Messages): Words => messages.doctor.finding;

export function findingText(locale: Locale, { check, code, values, tenantId }: Finding): FindingText {
  const t = texts(locale);
  const { [code]: words } = wordsOf(MESSAGES[locale]);
  const named = { ...values, ...namedUse(locale, values["use"]) };
  const own = t(`doctor.finding.${code}.says`, named);
  const says = tenantId === undefined ? own : t("doctor.inTenant", { tenantId, says: own });
  const text = { check: t(`doctor.check.${check}`), says };
  // A code has a cure or not in every language, yet the compiler cannot tell which.
  return words.cure === undefined ? text : { ...text, cure: t(`doctor.finding.${code}.cure` as "doctor.finding.SETTING_WRONG.cure", named) };
}

export function findingsSummary(locale: Locale, counts: Record<Mark, number>): string {
  return texts(locale)("doctor.summary", counts);
}

function namedUse(locale: Locale, value: unknown): { use?: string } {
  const use: PermissionUse | undefined = PERMISSION_USES.find((known) => known === value);
  return use === undefined ? {} : { use: MESSAGES[locale].doctor.use[use] };
}

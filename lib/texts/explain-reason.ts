// Why a delivery was not made, in words with a remedy. Codes come from Teams and new ones appear without notice, so an
// unknown one is shown as it is rather than hidden.
import { type Locale, MESSAGES, texts } from "./texts";

export type Explanation = { title: string; remedy: string };
export type ExplainedStatus = "SKIPPED" | "FAILED" | "UNCONFIRMED";

export function explainReason(locale: Locale, status: ExplainedStatus, reason: string): Explanation {
  const known: Record<string, Explanation> = MESSAGES[locale].reasons[SECTION[status]];
  const found = Object.hasOwn(known, reason) && reason !== "OTHER" ? known[reason] : undefined;
  if (found) return found;
  const other = `reasons.${SECTION[status]}.OTHER` as const;
  return { title: texts(locale)(`${other}.title`, { reason }), remedy: texts(locale)(`${other}.remedy`) };
}

const SECTION = { SKIPPED: "skipped", FAILED: "failed", UNCONFIRMED: "unconfirmed" } as const;

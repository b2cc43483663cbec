// Every reason a report can show has words and a remedy.
import { describe, expect, it } from "vitest";

import { SKIP_REASONS } from "@/lib/domain/delivery";

import { explainReason } from "./explain-reason";
import { LOCALES } from "./texts";

const FAILURES = [
  "BadArgument", "BadSyntax", "ConversationBlockedByUser", "MessageWritesBlocked", "BotNotInConversationRoster",
  "ForbiddenOperationException", "BotDisabledByAdmin", "ConversationNotFound", "MessageSizeTooBig", "UserNotFound",
  "PairwiseId", "InvalidBotApiHost", "MAX_ATTEMPTS", "CLOSED",
];
const UNCLEAR = ["TIMEOUT", "RESET", "HTTP_408", "HTTP_500", "HTTP_502", "HTTP_503", "HTTP_504", "LEASE_EXPIRED", "NOT_RETRIED",
  "SECOND_FAILED"];
const REASONS = [
  ...SKIP_REASONS.map((reason) => ["SKIPPED", reason] as const),
  ...FAILURES.map((reason) => ["FAILED", reason] as const),
  ...UNCLEAR.map((reason) => ["UNCONFIRMED", reason] as const),
];

describe.each(LOCALES)("a reason in %s", (locale) => {
  it.each(REASONS)("%s %s is explained with a remedy", (status, reason) => {
    const { title, remedy } = explainReason(locale, status, reason);
    expect(title).not.toContain(`(${reason})`);
    expect(remedy).toMatch(/\.$/);
  });

  it.each(["SKIPPED", "FAILED", "UNCONFIRMED"] as const)("%s with an unknown code shows the code", (status) => {
    expect(explainReason(locale, status, "Brand{New}").title).toContain("(Brand{New})");
    expect(explainReason(locale, status, "constructor").title).toContain("(constructor)");
  });
});

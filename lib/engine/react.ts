// Answers that concern more than one recipient: a 429 or a network that is gone rests the tenant, refused credentials open
// its breaker, and the answer to a trial message decides about a breaker that is half open.
import type { Decision } from "@/lib/domain/ledger";
import type { Outcome } from "@/lib/domain/outcome";
import { throttleDelayMs, UNREACHABLE_DELAY_MS } from "@/lib/domain/retry";

import type { SendParts } from "./send";

/** Why nothing can be sent, in words for an operator. */
const OUTAGES: Record<string, string> = {
  UNAUTHORIZED:
    "Teams does not accept the bot's credentials. Check BOT_APP_ID, BOT_TENANT_ID and the bot's secret or certificate.",
  TOKEN_REFUSED:
    "The sign-in service refuses the bot's secret or certificate. It may have expired: `npm run doctor` says what to do.",
  TOKEN_UNAVAILABLE: "The sign-in service does not answer. Sending goes on by itself when it does.",
};

/** Stops the tenant at once here and, through the ledger, everywhere. An unreachable ledger stops only this process. */
export async function reactForTenant(parts: SendParts, outcome: Outcome, decision: Decision, probe: boolean): Promise<void> {
  try {
    if (probe) await parts.ledger.reportProbe(parts.tenantId, outcome.kind === "ACCEPTED");
    await stopTenant(parts, outcome, decision);
  } catch (error) {
    parts.log.error("engine.tenant_reaction_failed", { error, tenantId: parts.tenantId });
  }
}

async function stopTenant(parts: SendParts, outcome: Outcome, decision: Decision): Promise<void> {
  const { ledger, log, tenantId } = parts;
  // A remedy is tried at once; only when that does not help is it an outage.
  const isRemedied = decision.status === "RETRY_WAIT" && decision.delayMs === 0;
  if (outcome.kind === "OUTAGE" && !isRemedied) {
    const reason = OUTAGES[outcome.reason] ?? `Teams cannot be used at the moment (${outcome.reason}).`;
    log.error("engine.outage", { tenantId, reason: outcome.reason });
    await ledger.openBreaker(tenantId, reason);
  } else if (outcome.kind === "THROTTLED") {
    await rest(parts, throttleDelayMs(outcome.retryAfterMs), "THROTTLED");
  } else if (outcome.kind === "NOT_DELIVERED" && decision.status === "RETRY_WAIT" && decision.uncounted) {
    await rest(parts, UNREACHABLE_DELAY_MS, "OUTAGE");
  }
}

async function rest({ ledger, clock, log, tenant, tenantId }: SendParts, forMs: number, cause: "THROTTLED" | "OUTAGE") {
  tenant.pausedUntil = Math.max(tenant.pausedUntil, clock.now() + forMs);
  log.warn("engine.tenant_paused", { tenantId, forMs, cause });
  await ledger.pauseSlots(tenantId, forMs, cause);
}

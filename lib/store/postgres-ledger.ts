// The delivery ledger on PostgreSQL: the statements of this folder behind the port the engine knows.
import os from "node:os";

import type { Ledger } from "@/lib/domain/ledger";
import { MAX_WAIT_MS } from "@/lib/domain/throttle";

import { openTenantBreaker, reportProbe, returnProbe, tryBreakers } from "./breakers";
import { getBroadcastContent } from "./broadcasts";
import { claimDeliveries } from "./claim-deliveries";
import type { DbPool } from "./db";
import { finishBroadcasts, startDueBroadcasts, sweepUnsent } from "./finish-broadcasts";
import { listWork } from "./list-work";
import { takePlace } from "./place-requests";
import { recoverDeliveries, releaseDeliveries } from "./recover-deliveries";
import { saveConversationId } from "./references";
import { resolvePage } from "./resolve-page";
import { saveCreateAttempt } from "./save-create-attempt";
import { saveIntents } from "./save-intents";
import { pauseSlots, reserveSlots } from "./send-slots";
import { settleBatch } from "./settle-batch";
import { retireWorker, saveHeartbeat } from "./workers";

export function createPostgresLedger(db: DbPool, ratePerSecond: number): Ledger {
  return {
    beat: (workerId) => saveHeartbeat(db, workerId, os.hostname(), process.pid),
    retire: (workerId) => retireWorker(db, workerId),
    startDue: () => startDueBroadcasts(db),
    resolvePage: () => resolvePage(db),
    finish: async () => ({ finished: await finishBroadcasts(db), swept: await sweepUnsent(db) }),
    recover: () => recoverDeliveries(db),
    listWork: () => listWork(db),
    claim: (request) => claimDeliveries(db, request),
    release: (keys) => releaseDeliveries(db, keys),
    saveIntents: (keys, leaseMs) => saveIntents(db, keys, leaseMs),
    settle: (settlements) => settleBatch(db, settlements),
    saveConversation: async (key, conversationId, answer) => {
      await saveConversationId(db, key.recipientId, conversationId);
      await saveCreateAttempt(db, key, answer);
    },
    reserveSlots: (tenantId, count, use) =>
      reserveSlots(db, tenantId, { count, ratePerSecond, maxWaitMs: MAX_WAIT_MS, noTrial: use === "REST" }),
    pauseSlots: (tenantId, forMs, cause) =>
      pauseSlots(db, tenantId, forMs, cause === "THROTTLED" ? ratePerSecond : undefined),
    takePlace: (conversationId) => takePlace(db, conversationId),
    openBreaker: (tenantId, reason) => openTenantBreaker(db, tenantId, reason),
    tryBreakers: () => tryBreakers(db),
    reportProbe: (tenantId, delivered) => reportProbe(db, tenantId, delivered),
    returnProbe: (tenantId) => returnProbe(db, tenantId),
    getContent: (broadcastId) => getBroadcastContent(db, broadcastId),
  };
}

// Settling on a real database, beyond what every ledger must do (postgres-ledger.test.ts).
import { expect, test } from "vitest";

import { SYSTEM_ACTOR } from "@/lib/commands/command";
import { recordReference } from "@/lib/commands/record-reference";
import { createTestDatabase } from "@/lib/testing/database";
import { sendToAll } from "@/lib/testing/make-broadcast";

import { openDb } from "./db";
import { createPostgresLedger } from "./postgres-ledger";

const TENANT = "11111111-1111-4111-8111-111111111111";
const PUBLIC_HOST = "https://smba.trafficmanager.net/teams/";
const GOVERNMENT_HOST = "https://smba.infra.gcc.teams.microsoft.com/gcc/";

// A chat of a government cloud was found on the other host at every single message: refused first, then tried there.
test("a conversation that accepted a message on another host is reached there from then on", async () => {
  const { databaseUrl } = await createTestDatabase();
  const db = openDb(databaseUrl, 4);
  try {
    const seen = { serviceUrl: PUBLIC_HOST, botId: "28:herald", source: "INSTALL", seenAt: new Date() } as const;
    await recordReference.run(db, SYSTEM_ACTOR, [
      { tenantId: TENANT, objectId: "moved", conversationId: "chat-1", ...seen },
      { tenantId: TENANT, objectId: "stayed", conversationId: "chat-2", ...seen },
    ]);
    const ledger = createPostgresLedger(db, 50);
    const broadcastId = await sendToAll(db);
    await ledger.startDue();
    while (await ledger.resolvePage()) await Promise.resolve();
    const workerId = "22222222-2222-4222-8222-222222222222";
    const claimed = await ledger.claim({ workerId, tenantId: TENANT, shares: [{ broadcastId, limit: 2 }], leaseMs: 60_000 });
    await ledger.settle(
      claimed.map((delivery) => ({
        key: { broadcastId, recipientId: delivery.recipientId, epoch: delivery.epoch },
        tenantId: TENANT,
        kind: "POST",
        decision: { status: "SENT" },
        answer: {
          outcome: { kind: "ACCEPTED" },
          durationMs: 5,
          ...(delivery.address.conversationId === "chat-1" ? { serviceUrl: GOVERNMENT_HOST } : {}),
        },
      })),
    );
    const select = { serviceUrl: true };
    const references = await db.conversationReference.findMany({ orderBy: { conversationId: "asc" }, select });
    expect(references.map(({ serviceUrl }) => serviceUrl)).toEqual([GOVERNMENT_HOST, PUBLIC_HOST]);
  } finally {
    await db.$disconnect();
  }
});

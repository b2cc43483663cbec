// Where a worker can be killed: each point wraps a port of the engine so that the process kills itself there, as if the
// power had gone. The engine is the real one and knows nothing of it.
import diagnostics from "node:diagnostics_channel";
import { z } from "zod";

import type { Ledger } from "@/lib/domain/ledger";
import type { Sender } from "@/lib/domain/ports";
import { type DbPool, inTransaction } from "@/lib/store/db";
import { settleDeliveries } from "@/lib/store/settle-deliveries";

export type Ports = { ledger: Ledger; sender: Sender };

export const KILL_POINTS = [
  "after-claim",
  "after-create",
  "after-intent",
  "after-written",
  "after-accepted",
  "inside-settle",
  "before-commit",
  "after-settle",
] as const;
export type KillPoint = (typeof KILL_POINTS)[number];

/** How often a point is passed before the worker dies there, so that it dies in mid-work. */
const CALLS = 2;
const MESSAGES = 12;

/** undici says so when the last byte of a request has been handed to the socket. */
const WRITTEN = "undici:request:bodySent";
const writtenSchema = z.object({ request: z.object({ path: z.string() }) });

/** The ports, deadly at `point`. */
export function dieAt(point: KillPoint, { ledger, sender }: Ports, db: DbPool): Ports {
  switch (point) {
    case "after-claim": {
      const count = countdown(CALLS);
      return { sender, ledger: { ...ledger, claim: async (request) => dieAfter(count, await ledger.claim(request)) } };
    }
    case "after-create": {
      const count = countdown(CALLS);
      const createConversation: Sender["createConversation"] = async (delivery) =>
        dieAfter(count, await sender.createConversation(delivery));
      return { ledger, sender: { ...sender, createConversation } };
    }
    case "after-intent": {
      const count = countdown(CALLS);
      const saveIntents: Ledger["saveIntents"] = async (keys, leaseMs) =>
        dieAfter(count, await ledger.saveIntents(keys, leaseMs));
      return { sender, ledger: { ...ledger, saveIntents } };
    }
    case "after-written":
      dieWhenWritten();
      return { ledger, sender };
    case "after-accepted": {
      const count = countdown(MESSAGES);
      const post: Sender["post"] = async (delivery, content) => dieAfter(count, await sender.post(delivery, content));
      return { ledger, sender: { ...sender, post } };
    }
    case "inside-settle":
    case "before-commit": {
      const count = countdown(CALLS);
      const settle: Ledger["settle"] = (settlements) =>
        count() ? settleAndDie(db, settlements, point) : ledger.settle(settlements);
      return { sender, ledger: { ...ledger, settle } };
    }
    case "after-settle": {
      const count = countdown(CALLS);
      const settle: Ledger["settle"] = async (settlements) => {
        const trips = await ledger.settle(settlements);
        return count() ? die() : trips;
      };
      return { sender, ledger: { ...ledger, settle } };
    }
  }
}

/** As kill -9 does: nothing is flushed, answered or given back. */
function die(): never {
  process.kill(process.pid, "SIGKILL");
  throw new Error("The signal of death did not arrive.");
}

/** True at the last of so many calls. */
function countdown(calls: number): () => boolean {
  let left = calls;
  return () => {
    left -= 1;
    return left <= 0;
  };
}

function dieAfter<T>(isTime: () => boolean, result: T): T {
  // A claim that found nothing is not the point that was meant.
  if (Array.isArray(result) && result.length === 0) return result;
  return isTime() ? die() : result;
}

function dieWhenWritten(): void {
  const isTime = countdown(MESSAGES);
  diagnostics.subscribe(WRITTEN, (message) => {
    const { path } = writtenSchema.parse(message).request;
    if (path.endsWith("/activities") && isTime()) die();
  });
}

/**
 * `inside-settle` dies after the rows have moved and before the counters have: both are one transaction, so neither may
 * remain. (The counters are a trigger's work, which a superuser can hold back for a transaction.) `before-commit` dies
 * when both are written and nothing is committed.
 */
async function settleAndDie(db: DbPool, settlements: Parameters<Ledger["settle"]>[0], point: KillPoint): Promise<never> {
  return inTransaction(db, async (tx) => {
    if (point === "inside-settle") await tx.$executeRaw`SET LOCAL session_replication_role = replica`;
    await settleDeliveries(tx, settlements);
    return die();
  });
}

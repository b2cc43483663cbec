// One lane a tenant: while there is work, two batches at a time go through send.ts, so that the next one is claimed while
// the last one is still leaving. A lane ends when nothing is due; the chores open it again.
import { createConversationLimits } from "@/lib/domain/conversation-limits";
import type { Work } from "@/lib/domain/ledger";

import type { EngineParts } from "./engine";
import { sendBatch, type SendParts, startTenant, type TenantState } from "./send";
import { createWire } from "./wire";

const BATCHES_AT_ONCE = 2;
const ERROR_REST_MS = 1_000;

type LaneParts = EngineParts & Pick<SendParts, "workerId" | "settler" | "content" | "stopping">;

export type Lanes = {
  /** What is due now, for all tenants. Opens lanes; never waits. */
  offer(work: Work[]): void;
  /** Resolves when every lane has ended and nothing is on the wire. */
  drained(): Promise<void>;
};

export function createLanes(parts: LaneParts): Lanes {
  const { clock, log, stopping } = parts;
  const wire = createWire(parts.settings.connections, (error) => log.error("engine.request_broke", { error }));
  const current = new Map<string, Work[]>();
  const running = new Set<Promise<void>>();
  const runners = new Map<string, number>();
  const conversations = createConversationLimits();
  const tenants = new Map<string, TenantState>();
  let turn = 0;

  async function run(tenantId: string): Promise<void> {
    while (!stopping.aborted) {
      try {
        const work = current.get(tenantId) ?? [];
        turn += 1;
        const goesOn = await sendBatch({ ...parts, tenantId, work, turn, wire, conversations, tenant: stateOf(tenantId) });
        if (!goesOn) break;
      } catch (error) {
        log.error("engine.batch_failed", { error, tenantId });
        await clock.sleep(ERROR_REST_MS, stopping);
        break;
      }
    }
    runners.set(tenantId, (runners.get(tenantId) ?? 1) - 1);
  }

  function stateOf(tenantId: string): TenantState {
    const state = tenants.get(tenantId) ?? startTenant();
    tenants.set(tenantId, state);
    return state;
  }

  function open(tenantId: string): void {
    for (let n = runners.get(tenantId) ?? 0; n < BATCHES_AT_ONCE; n += 1) {
      runners.set(tenantId, (runners.get(tenantId) ?? 0) + 1);
      const runner = run(tenantId);
      running.add(runner);
      void runner.finally(() => running.delete(runner));
    }
  }

  return {
    offer: (work) => {
      current.clear();
      for (const item of work) current.set(item.tenantId, [...(current.get(item.tenantId) ?? []), item]);
      for (const tenantId of current.keys()) open(tenantId);
    },
    drained: async () => {
      await Promise.all(running);
      await wire.idle();
    },
  };
}

// Teams at its worst, as the engine's Sender. It knows the truth, what arrived and how often, and answers what Teams would
// answer: often late, sometimes nothing, sometimes an error for a message that was delivered all the same.
import type { Answer, Outcome } from "@/lib/domain/outcome";
import type { ClaimedDelivery, Sender } from "@/lib/domain/ports";

import { createFates, type Fate } from "./fates";
import type { Life, World } from "./mortal-worker";

export type FaultyConnector = { senderOf(life: Life): Sender };

/** What a worker had sent off when it died still arrives as often as not. */
const ON_THE_WIRE_ARRIVES = 0.5;

/** With `lies` it reports unclear answers as accepted: a planted bug. */
export function createFaultyConnector(world: Omit<World, "connector" | "ledger">, lies = false): FaultyConnector {
  const { timeline, watch, plan, tally } = world;
  const random = world.random.stream("connector");
  const fates = createFates(world);
  let conversations = 0;

  /** Takes a request in and answers as its fate says; `onArrival` runs if and when it reaches Teams and is accepted. */
  function request(life: Life, fate: Fate, onArrival: () => void, onLoss: () => void): Promise<Answer> {
    tally.add(`injected: ${fate.name}`);
    return new Promise((resolve) => {
      timeline.after(fate.arrivesInMs, () => {
        const isLost = life.isDead() && !random.chance(ON_THE_WIRE_ARRIVES);
        if (fate.accepted && !isLost) onArrival();
        else onLoss();
        if (fate.answersInMs <= fate.arrivesInMs) life.step();
      });
      const answersInMs = Math.min(fate.answersInMs, plan.requestTimeoutMs);
      const outcome: Outcome = answersInMs < fate.answersInMs ? fate.onTimeout : fate.outcome;
      life.hear(answersInMs, () => resolve({ outcome, durationMs: answersInMs }));
      life.step();
    });
  }

  function createConversation(life: Life, delivery: ClaimedDelivery): Promise<Answer> {
    watch.departs(life.workerId, delivery, "CREATE");
    const fate = fates.ofCreate(delivery);
    conversations += 1;
    const created: Fate =
      fate.outcome.kind === "ACCEPTED" ? { ...fate, outcome: { kind: "ACCEPTED", conversationId: `chat-${conversations}` } } : fate;
    return request(life, created, () => fates.heal(delivery.recipientId), () => undefined);
  }

  function post(life: Life, delivery: ClaimedDelivery): Promise<Answer> {
    const drawn = fates.ofPost(delivery);
    const fate: Fate = lies && drawn.outcome.kind === "UNKNOWN" ? { ...drawn, outcome: { kind: "ACCEPTED" } } : drawn;
    const record = watch.departs(life.workerId, delivery, "POST");
    return request(life, fate, () => watch.accepted(delivery, record), () => watch.notDelivered(record));
  }

  return {
    senderOf: (life) => ({
      createConversation: (delivery) => (life.isDead() ? NEVER : createConversation(life, delivery)),
      post: (delivery) => (life.isDead() ? NEVER : post(life, delivery)),
      close: () => Promise.resolve(),
    }),
  };
}

const NEVER = new Promise<never>(() => undefined);

// The delivery ledger as the engine sees it. Two implementations are held to one contract suite: PostgreSQL (lib/store)
// and memory (the simulation). Time inside a ledger is the ledger's own: leases and due times never depend on the clock
// of the process that asks.
import type { SkipReason } from "./delivery";
import type { Answer, ReferenceVerdict, Remedy } from "./outcome";
import type { BroadcastContent, ClaimedDelivery, DeliveryKey } from "./ports";

/** Deliveries of one tenant that are due, by broadcast; urgent ones first. */
export type Work = { tenantId: string; broadcastId: string; urgent: boolean };

/** How many of a broadcast's deliveries to claim: fair shares are decided by the engine. */
export type Share = { broadcastId: string; limit: number };

/**
 * A reservation in the tenant's bucket: `count` slots, the first in `firstInMs`, then one each `intervalMs`. With `probe`
 * it is a single one, for the trial message of a breaker that is half open; its answer goes to `reportProbe`.
 */
export type Reservation =
  | { firstInMs: number; intervalMs: number; count: number; probe?: true }
  | { pausedForMs: number };

/** A breaker that has just opened, with its reason in words. */
export type BreakerTrip = { scope: "TENANT" | "BROADCAST"; id: string; reason: string };

/** What became of an intent: only ALLOWED may be posted. RELEASED went back to the queue (paused or canceled meanwhile). */
export type Intent = DeliveryKey & { result: "ALLOWED" | "RELEASED" | SkipReason };

/** How one answer changes its delivery. Made by `decide` in lib/domain/retry.ts. */
export type Decision =
  | { status: "SENT"; activityId?: string }
  | { status: "RETRY_WAIT"; delayMs: number; remedy?: Remedy; possibleDuplicate?: true; uncounted?: true }
  | { status: "FAILED"; reason: string; verdict?: ReferenceVerdict }
  | { status: "UNCONFIRMED"; reason: string };

export type Settlement = {
  key: DeliveryKey;
  tenantId: string;
  /** POST settles a delivery in SENDING, CREATE one that is still CLAIMED. */
  kind: "POST" | "CREATE";
  decision: Decision;
  /** Absent when no request left this process: the attempt is then taken back. */
  answer?: Answer;
};

export type Recovered = { queued: number; unconfirmed: number; retried: number };

export interface Ledger {
  /** Says that this worker lives; its absence is what the console's banner is about. */
  beat(workerId: string): Promise<void>;
  /** Removes the worker's row and gives back what it claimed and did not begin to send. */
  retire(workerId: string): Promise<void>;

  /** SCHEDULED broadcasts that are due become RESOLVING. Returns how many. */
  startDue(): Promise<number>;
  /** Freezes one page of the audience of one RESOLVING broadcast. Returns false when none is left to resolve. */
  resolvePage(): Promise<boolean>;
  /** SENDING broadcasts with nothing open become FINISHED; unsent deliveries of CANCELED ones become SKIPPED. */
  finish(): Promise<{ finished: number; swept: number }>;
  /** Deliveries whose lease ended: CLAIMED go back to the queue, SENDING become UNCONFIRMED or, by policy, are retried. */
  recover(): Promise<Recovered>;

  listWork(): Promise<Work[]>;
  claim(request: { workerId: string; tenantId: string; shares: Share[]; leaseMs: number }): Promise<ClaimedDelivery[]>;
  /** Gives back what was claimed and never begun. */
  release(keys: DeliveryKey[]): Promise<void>;
  /** Commits the intents to post. Opt-outs, pauses, cancels and blocked references are looked at once more, under locks. */
  saveIntents(keys: DeliveryKey[], leaseMs: number): Promise<Intent[]>;
  settle(settlements: Settlement[]): Promise<void>;
  /** Remembers the conversation that a create returned, and the attempt. It is reused for ever after. */
  saveConversation(key: DeliveryKey, conversationId: string, answer: Answer): Promise<void>;

  reserveSlots(tenantId: string, count: number): Promise<Reservation>;
  /** The tenant was throttled or cannot be reached: nothing leaves until the pause is over. */
  pauseSlots(tenantId: string, forMs: number, cause: "THROTTLED" | "OUTAGE"): Promise<void>;

  /** Looks at the last minute's answers of a tenant and at these broadcasts' first ones, and opens what has to be opened. */
  checkBreakers(tenantId: string, broadcastIds: string[]): Promise<BreakerTrip[]>;
  /** Nothing can be delivered for the tenant at all: credentials, consent, no connection. */
  openBreaker(tenantId: string, reason: string): Promise<void>;
  /** Breakers whose trial is due become HALF_OPEN, and what they had paused goes on for one message. */
  tryBreakers(): Promise<number>;
  reportProbe(tenantId: string, delivered: boolean): Promise<void>;

  getContent(broadcastId: string): Promise<BroadcastContent | undefined>;
}

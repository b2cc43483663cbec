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
  /** `full`: the tenant is not paused, but its slots are taken for longer than is worth waiting; ask again then. */
  | { pausedForMs: number; full?: true };

/** A breaker that has just opened, with its reason in words. */
export type BreakerTrip = { scope: "TENANT" | "BROADCAST"; id: string; reason: string };

/** What became of an intent: only ALLOWED may be posted. RELEASED went back to the queue (paused or canceled meanwhile). */
export type Intent = DeliveryKey & { result: "ALLOWED" | "RELEASED" | SkipReason };

/** How one answer changes its delivery. Made by `decide` in lib/domain/retry.ts. */
export type Decision =
  | { status: "SENT"; activityId?: string }
  | { status: "RETRY_WAIT"; delayMs: number; remedy?: Remedy; possibleDuplicate?: true; uncounted?: true }
  | { status: "FAILED"; reason: string; verdict?: ReferenceVerdict }
  | { status: "UNCONFIRMED"; reason: string; verdict?: ReferenceVerdict };

export type Settlement = {
  key: DeliveryKey;
  tenantId: string;
  /** POST settles a delivery in SENDING, CREATE one that is still CLAIMED. */
  kind: "POST" | "CREATE";
  decision: Decision;
  /** Absent when no request left this process: the intent is then taken back. */
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
  /**
   * Claims what is due. Whoever has a conversation gets the intent to post at once: opt-outs, pauses, cancels and blocked
   * references are looked at here for the last time, under locks. Others stay CLAIMED until their conversation is created.
   */
  claim(request: { workerId: string; tenantId: string; shares: Share[]; leaseMs: number }): Promise<ClaimedDelivery[]>;
  /** Gives back what was claimed and never begun. */
  release(keys: DeliveryKey[]): Promise<void>;
  /** Commits the intents to post of what is CLAIMED and has a conversation by now, through the same gates. */
  saveIntents(keys: DeliveryKey[], leaseMs: number): Promise<Intent[]>;
  /**
   * Writes what the answers came to. Refusals are the evidence of breakers, which are looked at in the same transaction, so
   * that nothing is over before it is known whether it was a wave. Returns those that have opened.
   */
  settle(settlements: Settlement[]): Promise<BreakerTrip[]>;
  /** Remembers the conversation that a create returned, and the attempt. It is reused for ever after. */
  saveConversation(key: DeliveryKey, conversationId: string, answer: Answer): Promise<void>;

  /** `REST` is for what a batch has left, which is no trial: while the breaker is half open it gets nothing. */
  reserveSlots(tenantId: string, count: number, use?: "BATCH" | "REST"): Promise<Reservation>;
  /** The tenant was throttled or cannot be reached: nothing leaves until the pause is over. */
  pauseSlots(tenantId: string, forMs: number, cause: "THROTTLED" | "OUTAGE"): Promise<void>;

  /** Counts a request to a channel or group chat and returns 0, or the milliseconds to wait before it, uncounted. */
  takePlace(conversationId: string): Promise<number>;

  /** Nothing can be delivered for the tenant at all: credentials, consent, no connection. Not while a trial is to decide. */
  openBreaker(tenantId: string, reason: string): Promise<void>;
  /** Breakers whose trial is due become HALF_OPEN, and what they had paused goes on for one message. */
  tryBreakers(): Promise<number>;
  reportProbe(tenantId: string, delivered: boolean): Promise<void>;
  /** Nothing has left in the slot of a trial: the next batch is the trial, instead of one half a minute later. */
  returnProbe(tenantId: string): Promise<void>;

  getContent(broadcastId: string): Promise<BroadcastContent | undefined>;
}

// A world around a ledger, as the contract suite needs it: people, broadcasts and commands to set a scene, a clock that can
// be moved, and ways to read back what became of it. There is one for PostgreSQL and one for memory.
import type { BreakerState } from "@/lib/domain/breaker";
import type { BroadcastStatus, UnknownPolicy } from "@/lib/domain/broadcast";
import type { DeliveryStatus } from "@/lib/domain/delivery";
import type { Ledger } from "@/lib/domain/ledger";
import type { ReferenceState } from "@/lib/domain/reference";

export type PersonInput = {
  /** Null: nobody has ever seen this person in Teams. */
  state?: ReferenceState | null;
  guest?: boolean;
  tenantId?: string;
};

export type BroadcastInput = {
  onUnknown?: UnknownPolicy;
  urgent?: boolean;
  mandatory?: boolean;
  test?: boolean;
  /** The app is installed first for people who lack it. */
  install?: boolean;
  /** Absent: everybody. */
  recipientIds?: string[];
};

export type DeliveryView = {
  recipientId: string;
  status: DeliveryStatus;
  reason: string | null;
  epoch: number;
  attempts: number;
  possibleDuplicate: boolean;
  remedy: string | null;
  activityId: string | null;
};

export type AttemptView = { epoch: number; kind: string; outcome: string | null; code: string | null };

export type BroadcastState = { status: BroadcastStatus; pausedBy: string | null; audienceSize: number | null; over: boolean };

export type LedgerWorld = {
  ledger: Ledger;
  /** An id such as a worker has. */
  newWorkerId(): string;
  /** People in the order of their ids. */
  addPeople(people: PersonInput[]): Promise<string[]>;
  /** SCHEDULED and due. */
  addBroadcast(input?: BroadcastInput): Promise<string>;
  pause(id: string): Promise<void>;
  resume(id: string): Promise<void>;
  cancel(id: string): Promise<void>;
  /** From `news`, the topic of broadcasts that are not mandatory, or from everything. */
  optOut(recipientId: string, what: "NEWS" | "EVERYTHING"): Promise<void>;
  retryFailed(id: string): Promise<void>;
  resolveUnconfirmed(id: string, decision: "RESEND" | "CLOSE"): Promise<void>;
  prove(id: string, recipientId: string): Promise<void>;
  expire(id: string): Promise<void>;
  setReference(recipientId: string, state: ReferenceState): Promise<void>;
  /** The app was installed for a person, and their chat is known. */
  arrive(recipientId: string): Promise<void>;
  /** Time goes by for the ledger. */
  advance(ms: number): Promise<void>;

  /** In the order of the people. */
  deliveries(id: string): Promise<DeliveryView[]>;
  attempts(id: string, recipientId: string): Promise<AttemptView[]>;
  /** Non-zero counters, `STATUS` or `STATUS reason`. */
  counters(id: string): Promise<Record<string, number>>;
  broadcast(id: string): Promise<BroadcastState>;
  reference(recipientId: string): Promise<{ state: ReferenceState; conversationId: string | null } | undefined>;
  breaker(tenantId: string): Promise<{ state: BreakerState; probes: number } | undefined>;
};

export const TENANT = "tenant-0";
/** The rate the ledgers of the contract are set to. */
export const RATE_PER_SECOND = 50;

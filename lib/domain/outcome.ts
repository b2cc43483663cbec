// What one HTTP request to Teams came to, as a value: never an exception. `bot/outcomes.ts` makes it from the answer;
// the engine decides by it alone. Scope says whom it concerns; a remedy is tried once before a code is permanent.
export type OutcomeScope = "RECIPIENT" | "BROADCAST" | "TENANT";
export type Remedy = "REFRESH_TOKEN" | "RECREATE_CONVERSATION" | "SWITCH_HOST";

/** What a refusal proves about the reference; nothing else may change a reference's state. */
export type ReferenceVerdict = "BLOCKED" | "NEEDS_INSTALL" | "REMOVED";

export type Outcome =
  | { kind: "ACCEPTED"; activityId?: string; conversationId?: string }
  /** The tenant's bucket is empty: certainly not delivered, not counted as an attempt. */
  | { kind: "THROTTLED"; retryAfterMs?: number }
  /** Certainly not delivered, may be tried again. */
  | { kind: "NOT_DELIVERED"; reason: string; scope: OutcomeScope; remedy?: Remedy }
  /** Certainly not delivered, and trying again will not help once the remedy is spent. */
  | { kind: "REFUSED"; code: string; scope: OutcomeScope; remedy?: Remedy; verdict?: ReferenceVerdict }
  /** May have been delivered. */
  | { kind: "UNKNOWN"; reason: string }
  /** Nothing can be delivered for the tenant now (credentials, consent, an incident). */
  | { kind: "OUTAGE"; reason: string; remedy?: Remedy };

export type OutcomeKind = Outcome["kind"];

/** The facts of the answer that are kept on the Attempt, for support. */
export type Answer = {
  outcome: Outcome;
  httpStatus?: number;
  /** Connector's correlation id (`x-ms-correlation-id` or `MS-CV`). */
  correlationId?: string;
  /** Where it was accepted, when that was not where the reference says: it is reached there from now on. */
  serviceUrl?: string;
  durationMs: number;
};

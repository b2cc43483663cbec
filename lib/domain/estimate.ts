// What an audience comes to before sending: who gets the message, who does not and why, and when the last one has it.
import type { MissingPolicy } from "./broadcast";
import type { SkipReason } from "./delivery";
import type { GroupReading } from "./directory";
import type { RosterError, RosterStatus } from "./roster";

/** `net` is the number on the button; with the parts left out it sums to `total`. */
export type Estimate = {
  total: number;
  net: number;
  optedOut: number;
  /** They get it only after the app has been installed for them. */
  needsInstall: number;
  blocked: number;
  removed: number;
  /** Accounts that are disabled, or have no licence for Teams. */
  disabled: number;
  guests: number;
  /** Of `net`, the channels and group chats. */
  places: number;
  /** How often somebody was named again by another part, team, group or line of a list: counted once in `total`. */
  duplicates: number;
  /** Who would be in it but for the outermost exclusion. */
  excluded: number;
  /**
   * Seconds until the last one has it, at the present rate, beside what other broadcasts have queued; with INSTALL also
   * the last of `needsInstall`.
   */
  durationSeconds: number;
  /** Seconds to install the app for `needsInstall` people, as fast as Microsoft lets us, behind others who wait for it. */
  installSeconds: number;
  /** Messages of other broadcasts that are sent before the last of these. */
  queuedAhead: number;
  ratePerSecond: number;
  estimatedAt: string;
};

/** The parts that get nothing, and the reason under which the report counts them. */
export const LEFT_OUT = {
  optedOut: "OPTED_OUT",
  needsInstall: "NOT_INSTALLED",
  blocked: "BLOCKED",
  removed: "REMOVED",
  disabled: "DISABLED",
  guests: "GUEST",
} as const satisfies Partial<Record<keyof Estimate, SkipReason>>;
export type LeftOutPart = keyof typeof LEFT_OUT;
export const LEFT_OUT_PARTS = Object.keys(LEFT_OUT) as LeftOutPart[];

/** Somebody of the audience, to recognise it by; without a reason they get the message. */
export type EstimateSample = { id: string; name: string; reason: SkipReason | null };
/** A group whose members an estimate rests on, and as of when. It is read again when the broadcast is sent. */
export type EstimateGroup = { id: string; name: string; members: number | null; readAt: string | null; reading: GroupReading };

/**
 * A team whose members an estimate rests on, and as of when. Without `readAt` they were never read, and there are more of them
 * than is known; `old`: so long ago that they are read again. `error`: why the last reading came to nothing. `goneAt`: since then
 * the app is not in it, and nothing is sent.
 */
export type EstimateTeam = {
  id: string; name: string; readAt: string | null; old: boolean; reading: RosterStatus | null; error: RosterError | null;
  goneAt: string | null;
};

export type EstimateAnswer = Estimate & { sample: EstimateSample[]; groups: EstimateGroup[]; teams: EstimateTeam[] };

/** Its numbers are about to change. */
export function isBeingRead({ reading }: { reading: GroupReading | RosterStatus | null }): boolean {
  return reading === "WANTED" || reading === "READING";
}

/** Who gets it in the end: with INSTALL those too for whom the app is installed first. */
export function reachOf({ net, needsInstall }: Pick<Estimate, "net" | "needsInstall">, onMissing: MissingPolicy): number {
  return net + (onMissing === "INSTALL" ? needsInstall : 0);
}

/** What else a tenant's rate is used for. */
export type Load = {
  ratePerSecond: number;
  /** Nothing leaves before that. */
  pausedSeconds: number;
  /** What other broadcasts have yet to send. */
  others: { open: number; urgent: boolean }[];
};

/**
 * How many messages of others leave before the last of `count`. Urgent broadcasts go before all others; among equals the
 * rate is shared evenly, so a small one waits for no more of a large one than its own size (lib/engine/share.ts).
 */
export function queuedAhead(count: number, urgent: boolean, { others }: Load): number {
  return others.reduce((sum, other) => {
    if (other.urgent !== urgent) return sum + (other.urgent ? other.open : 0);
    return sum + Math.min(other.open, count);
  }, 0);
}

export function finishSeconds(count: number, urgent: boolean, load: Load): number {
  if (count === 0) return 0;
  return Math.ceil(load.pausedSeconds + (count + queuedAhead(count, urgent, load)) / load.ratePerSecond);
}

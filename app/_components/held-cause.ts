// Whether a person has to decide how a broadcast goes on: Herald itself has paused it, and why.
import type { Pauser } from "@/lib/domain/broadcast";
import type { BroadcastView } from "@/lib/domain/views";

type Paused = Pick<BroadcastView, "status" | "pausedBy">;

export type HeldCause = Exclude<Pauser, "PERSON">;

/** Null for what nobody has to decide about. */
export function heldCauseOf({ status, pausedBy }: Paused): HeldCause | null {
  return status === "PAUSED" && pausedBy !== "PERSON" ? pausedBy : null;
}

// Whether a person has to decide how a broadcast goes on: Herald itself has paused it, by a breaker or because its time
// passed while nothing ran.
import type { BroadcastView } from "@/lib/domain/views";

type Paused = Pick<BroadcastView, "status" | "pausedBy">;

export function asksWhatToDo({ status, pausedBy }: Paused): boolean {
  return status === "PAUSED" && (pausedBy === "BREAKER" || pausedBy === "MISSED");
}

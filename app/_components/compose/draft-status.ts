// Which broadcasts may still be written: drafts, a standing broadcast for as long as it lives, and a recurring one while nobody
// decides about it and it has not ended.
import type { BroadcastView } from "@/lib/domain/views";

export function isEditable({ purpose, status }: Pick<BroadcastView, "purpose" | "status">): boolean {
  switch (purpose) {
    case "STANDING":
      return status !== "CANCELED";
    case "RECURRING":
      return status === "ACTIVE" || status === "PAUSED";
    default:
      return status === "DRAFT";
  }
}

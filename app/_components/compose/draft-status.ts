// Which broadcasts may still be written: drafts, and a standing broadcast for as long as it lives.
import type { BroadcastView } from "@/lib/domain/views";

export function isEditable({ purpose, status }: Pick<BroadcastView, "purpose" | "status">): boolean {
  return purpose === "STANDING" ? status !== "CANCELED" : status === "DRAFT";
}

// What the audit says of a send that became a review.
import type { Broadcast } from "@/lib/store/broadcast-columns";

export function approvalDetail({ status, review }: Broadcast): Record<string, unknown> {
  return status === "IN_REVIEW" && review ? { approval: review.reasons, counted: review.people } : {};
}

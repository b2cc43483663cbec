// Puts a reference into a state for a test, as a settled refusal would (lib/store/settle-deliveries.ts).
import type { ReferenceState } from "@/lib/domain/reference";
import type { Db } from "@/lib/store/db";

export async function moveReference(
  db: Db,
  recipientId: string,
  state: Exclude<ReferenceState, "ACTIVE">,
  evidence: string,
): Promise<void> {
  await db.conversationReference.update({
    where: { recipientId },
    data: { state, evidence, stateSince: new Date() },
    select: { recipientId: true },
  });
}

// A recipient as the API shows it.
import type { RecipientView } from "@/lib/domain/views";
import type { Recipient } from "@/lib/store/recipients";

export function recipientView(recipient: Recipient): RecipientView {
  const { id, objectId, displayName, email, kind, userType, state, evidence, source } = recipient;
  return {
    id,
    objectId,
    displayName,
    email,
    kind,
    userType,
    state,
    evidence,
    source,
    stateSince: recipient.stateSince.toISOString(),
    seenAt: recipient.seenAt.toISOString(),
    optOuts: recipient.optOuts.map((optOut) => ({ ...optOut, at: optOut.at.toISOString() })),
  };
}

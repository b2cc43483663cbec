// A recipient as the API shows it.
import type { RecipientView } from "@/lib/domain/views";
import type { Recipient } from "@/lib/store/recipients";

export function recipientView(recipient: Recipient): RecipientView {
  const { id, objectId, displayName, email, principalName, kind, userType, account, department, country } = recipient;
  const { state, evidence, source, stateSince, seenAt } = recipient;
  return {
    id,
    objectId,
    displayName,
    email,
    principalName,
    kind,
    userType,
    account,
    department,
    country,
    state,
    evidence,
    source,
    stateSince: stateSince?.toISOString() ?? null,
    seenAt: seenAt?.toISOString() ?? null,
    optOuts: recipient.optOuts.map((optOut) => ({ ...optOut, at: optOut.at.toISOString() })),
  };
}

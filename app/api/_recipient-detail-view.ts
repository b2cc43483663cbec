// One recipient, a delivery to them and an interaction of theirs, as the API shows them.
import type { InteractionView, RecipientDeliveryView, RecipientDetail } from "@/lib/domain/recipient-detail";
import type { RecipientDetails } from "@/lib/store/recipient-detail";
import type { RecipientDelivery, RecipientInteraction } from "@/lib/store/recipient-history";

import { recipientView } from "./_recipient-view";

export function recipientDetailView(recipient: RecipientDetails): RecipientDetail {
  const { tenantId, givenName, jobTitle, locale, createdAt, syncedAt, conversation, install, teams, groups, reach } = recipient;
  return {
    ...recipientView(recipient),
    tenantId,
    givenName,
    jobTitle,
    locale,
    createdAt: createdAt.toISOString(),
    syncedAt: isoOf(syncedAt),
    conversation: conversation && { ...conversation, installedAt: isoOf(conversation.installedAt) },
    install: install && { ...install, wantedAt: install.wantedAt.toISOString(), settledAt: isoOf(install.settledAt) },
    teams: teams.map((team) => ({ ...team, seenAt: team.seenAt.toISOString() })),
    groups: groups.map((group) => ({ ...group, readAt: isoOf(group.readAt) })),
    reach,
  };
}

export function recipientDeliveryView(delivery: RecipientDelivery): RecipientDeliveryView {
  const { possibleDuplicateAt, createdAt, settledAt, ...rest } = delivery;
  const times = { createdAt: createdAt.toISOString(), settledAt: isoOf(settledAt) };
  return { ...rest, possibleDuplicate: possibleDuplicateAt !== null, ...times };
}

export function interactionView({ at, ...interaction }: RecipientInteraction): InteractionView {
  return { ...interaction, at: at.toISOString() };
}

function isoOf(date: Date | null): string | null {
  return date?.toISOString() ?? null;
}

// One recipient with all that is known about them, as the API answers it and the person's page reads it. Times are ISO 8601.
import type { DeliveryStatus, SkipReason } from "./delivery";
import type { GroupKind, InstallStatus } from "./directory";
import type { InteractionKind } from "./interaction";
import type { RecipientView } from "./views";

export type RecipientDetail = RecipientView & {
  tenantId: string;
  givenName: string | null;
  jobTitle: string | null;
  locale: string | null;
  /** When Herald first heard of them. */
  createdAt: string;
  /** When the directory last confirmed them. */
  syncedAt: string | null;
  /** The conversation with the bot; null while the bot has not met them. */
  conversation: { id: string | null; memberId: string | null; serviceUrl: string; installedAt: string | null } | null;
  install: InstallView | null;
  teams: { id: string; name: string; seenAt: string }[];
  groups: { id: string; name: string; kind: GroupKind; readAt: string | null }[];
  /** Would a broadcast on this topic reach them now; the reason why not, else null. */
  reach: { topicId: string; topicName: string; mandatory: boolean; reason: SkipReason | null }[];
};

/** The app is to be installed for them, and what became of it. */
export type InstallView = {
  status: InstallStatus;
  code: string | null;
  attempts: number;
  wantedAt: string;
  settledAt: string | null;
};

/** A delivery in the list of one recipient: of which broadcast. */
export type RecipientDeliveryView = {
  broadcastId: string;
  title: string;
  topicName: string | null;
  status: DeliveryStatus;
  reason: string | null;
  attempts: number;
  possibleDuplicate: boolean;
  createdAt: string;
  settledAt: string | null;
};

export type InteractionView = {
  id: string;
  kind: InteractionKind;
  value: string;
  at: string;
  broadcastId: string | null;
  title: string | null;
};

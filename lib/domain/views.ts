// What the HTTP API answers, as the console reads it: JSON, so times are ISO 8601 texts in UTC.
import type { ReviewView } from "./approval-view";
import type { Audience } from "./audience";
import type { ListFlaw, ListStatus } from "./audience-list";
import type {
  BroadcastPurpose, BroadcastStatus, MissingPolicy, Pauser, Priority, StandingEvent, UnknownPolicy,
} from "./broadcast";
import type { DeliveryStatus } from "./delivery";
import type { Account } from "./directory";
import type { Estimate } from "./estimate";
import type { EventOutcome } from "./external-event";
import type { GroupRest } from "./group-reading";
import type { Message } from "./message";
import type { RecurrenceProblem, RunNote, RunOutcome } from "./recurrence";
import type { RecipientKind, ReferenceSource, ReferenceState } from "./reference";
import type { Counts, Progress } from "./report";
import type { RosterError, RosterStatus } from "./roster";

export type Page<T> = { items: T[]; next: string | null };

export type BroadcastView = {
  id: string;
  purpose: BroadcastPurpose;
  /** What a standing broadcast fires on. */
  standingEvent: StandingEvent | null;
  status: BroadcastStatus;
  /** Why it is paused or failed, in words. */
  statusReason: string | null;
  /** Where a paused broadcast resumes, and who or what paused it. */
  resumeStatus: BroadcastStatus | null;
  pausedBy: Pauser | null;
  /** The key of its topic; null while a draft has none. */
  topic: string | null;
  topicName: string | null;
  message: Message;
  audience: Audience | null;
  onUnknown: UnknownPolicy;
  onMissing: MissingPolicy;
  priority: Priority;
  revision: number;
  /** The estimate shown when it was scheduled, to be compared with the frozen audience. */
  estimate: Estimate | null;
  scheduledAt: string | null;
  /** The IANA zone its author planned in. */
  scheduledZone: string | null;
  /** Nothing is sent after this. */
  expiresAt: string | null;
  authorName: string;
  createdAt: string;
  updatedAt: string;
  resolvingAt: string | null;
  sendingAt: string | null;
  finishedAt: string | null;
  counts: Counts;
};

/** One broadcast, with how it is getting on. */
export type BroadcastDetail = BroadcastView & {
  progress: Progress;
  /** How many deliveries ended for each reason, e.g. SKIPPED OPTED_OUT 1. */
  reasons: { status: DeliveryStatus; reason: string; count: number }[];
  /** Deliveries that may have been delivered twice, recorded before the second request. */
  possibleDuplicates: number;
  stalled: Stall | null;
  /** The groups of its audience, as they were read for it; without a time while that is still to be done. */
  groups: { id: string; name: string; members: number | null; readAt: string | null; rest: GroupRest | null }[];
  /** When they had been read, and the audience was written down. */
  freezingAt: string | null;
  /** The app being installed for people first; null when that is not part of it. */
  installs: InstallProgress | null;
  /** What made it, when that was no author. */
  origin: BroadcastOrigin | null;
  /** When it runs, if it is a recurring one. */
  recurrence: RecurrenceView | null;
  /** Who was asked to approve it, and what they said; null while nobody was. */
  review: ReviewView | null;
};

/**
 * Of `total` people who lacked the app, how many still wait for it, have got it, and could not get it, by why. The others
 * opted out, or their message was taken back, before it was there.
 */
export type InstallProgress = { total: number; waiting: number; installed: number; failures: { code: string; count: number }[] };

/** An external event, and the system that reported it when it said so; or the recurring broadcast it is a run of. */
export type BroadcastOrigin =
  | { kind: "EVENT"; eventId: string; system: string | null }
  | { kind: "RECURRING"; recurringId: string; dueAt: string };

/** When a recurring broadcast runs; `nextAt` is null when no run is left. */
export type RecurrenceView = {
  cron: string;
  zone: string;
  startsAt: string | null;
  endsAt: string | null;
  nextAt: string | null;
};

/** A run of a recurring broadcast, and how the broadcast that came of it is doing. */
export type RunView = {
  dueAt: string;
  outcome: RunOutcome;
  /** Why it was refused, in words. */
  reason: string | null;
  broadcastId: string | null;
  status: BroadcastStatus | null;
  counts: Counts | null;
};

export type RecurringView = BroadcastView & { recurrence: RecurrenceView; lastRun: RunView | null };

/** What the console asks while somebody types: the next runs, or what is wrong. */
export type NextRunsView = { runs: { at: string; note: RunNote | null }[]; problem: RecurrenceProblem | null };

/** Why a broadcast that should move does not, and until when, if that is known. */
export type Stall = { cause: StallCause; until: string | null };
export const STALL_CAUSES = ["NO_ENGINE", "THROTTLED", "BREAKER", "RETRIES", "TURN"] as const;
export type StallCause = (typeof STALL_CAUSES)[number];

export type DeliveryView = {
  recipientId: string;
  recipientName: string;
  status: DeliveryStatus;
  reason: string | null;
  attempts: number;
  possibleDuplicate: boolean;
  settledAt: string | null;
  dueAt: string;
};

export type RecipientView = {
  id: string;
  /** Entra's id of a person, by which other systems know them. */
  objectId: string;
  displayName: string;
  email: string | null;
  /** The name they sign in with. */
  principalName: string | null;
  kind: RecipientKind;
  userType: "MEMBER" | "GUEST";
  account: Account;
  department: string | null;
  country: string | null;
  /** Null, as all that follows, while the bot has not met them and only the directory knows them. */
  state: ReferenceState | null;
  evidence: string | null;
  stateSince: string | null;
  source: ReferenceSource | null;
  seenAt: string | null;
  optOuts: { topicId: string | null; topicName: string | null; at: string }[];
};

/** `lastUsedAt`: when the newest broadcast was made with it as it is now. */
export type SavedAudienceView = { id: string; name: string; audience: Audience; updatedAt: string; lastUsedAt: string | null };

export type TopicView = {
  id: string;
  key: string;
  name: string;
  description: string;
  mandatory: boolean;
  optOuts: number;
  broadcasts: number;
};

export type TemplateView = { id: string; name: string; message: Message; revision: number; updatedAt: string };

export type TeamView = {
  id: string;
  name: string;
  /** As many as are known. */
  members: number;
  installerName: string | null;
  archivedAt: string | null;
  /** Since when the app is not in it any more; such a team is found by its id only. */
  removedAt: string | null;
  channels: ChannelView[];
  /** Null while its members have never been asked for. */
  roster: RosterView | null;
};
export type TeamDetail = TeamView & { installedAt: string | null };

/** Reading the members from Teams: how far it is, when it last ended well, and why it failed. */
export type RosterView = {
  status: RosterStatus;
  error: RosterError | null;
  read: number;
  /** Unknown until Teams has told it, and for group chats. */
  total: number | null;
  readAt: string | null;
};

export type ChannelView = {
  /** Its id as a recipient, for an audience. */
  id: string;
  name: string;
  isGeneral: boolean;
  state: ReferenceState;
  /** False: an admin has switched posts off there. */
  postsAllowed: boolean;
};

export type GroupChatView = {
  /** Its id as a recipient, for an audience. */
  id: string;
  /** Empty until somebody has named it, or its members are known. */
  name: string;
  state: ReferenceState;
  postsAllowed: boolean;
  members: number | null;
  roster: RosterView | null;
};

/** An external event in the log. The names are as they were when it came. */
export type EventView = {
  id: string;
  receivedAt: string;
  keyName: string;
  /** The system it came for, when it said so. */
  system: string | null;
  templateId: string | null;
  templateName: string;
  topic: string;
  outcome: EventOutcome;
  people: number | null;
  /** What it called people whom nobody knows. */
  leftOut: string[];
  refusal: { code: string; detail: string; issues: { path: string; message: string }[] } | null;
  broadcastId: string | null;
};

/** People from a file. The parts sum to `rows`. */
export type ListView = {
  id: string;
  name: string;
  status: ListStatus;
  rows: number;
  people: number;
  /** Rows that name somebody again. */
  duplicates: number;
  /** Rows that look right, and nobody is known by them. */
  unknown: number;
  /** Rows that cannot be used. */
  malformed: number;
  /** The column that was read, when the file has headings. */
  heading: string | null;
  sizeBytes: number;
  /** Why it could not be read to the end, in words. */
  error: string | null;
  authorName: string;
  createdAt: string;
};

export type ListFlawView = { line: number; value: string; reason: ListFlaw };

/** RFC 9457 problem details. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  issues?: { path: string; message: string }[];
};

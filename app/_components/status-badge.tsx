"use client";

// A state as icon and word, never as colour alone. One badge for each of the dictionary's state machines.
import { Badge, type BadgeProps } from "@fluentui/react-components";
import { ArrowSyncRegular } from "@fluentui/react-icons/svg/arrow-sync";
import { CalendarClockRegular } from "@fluentui/react-icons/svg/calendar-clock";
import { CheckmarkCircleRegular } from "@fluentui/react-icons/svg/checkmark-circle";
import { ClockRegular } from "@fluentui/react-icons/svg/clock";
import { DismissCircleRegular } from "@fluentui/react-icons/svg/dismiss-circle";
import { EditRegular } from "@fluentui/react-icons/svg/edit";
import { ErrorCircleRegular } from "@fluentui/react-icons/svg/error-circle";
import { EyeRegular } from "@fluentui/react-icons/svg/eye";
import { PauseRegular } from "@fluentui/react-icons/svg/pause";
import { PersonAvailableRegular } from "@fluentui/react-icons/svg/person-available";
import { PersonQuestionMarkRegular } from "@fluentui/react-icons/svg/person-question-mark";
import { ProhibitedRegular } from "@fluentui/react-icons/svg/prohibited";
import { QuestionCircleRegular } from "@fluentui/react-icons/svg/question-circle";
import { SendRegular } from "@fluentui/react-icons/svg/send";
import { SubtractCircleRegular } from "@fluentui/react-icons/svg/subtract-circle";
import type { ComponentType } from "react";
import { useTranslations } from "use-intl";

import type { BroadcastStatus } from "@/lib/domain/broadcast";
import type { DeliveryStatus } from "@/lib/domain/delivery";
import type { JobStatus } from "@/lib/domain/job";
import type { RecipientState } from "@/lib/domain/recipient-counts";

type Look = { color: NonNullable<BadgeProps["color"]>; Icon: ComponentType };

const BROADCAST_LOOKS: Record<BroadcastStatus, Look> = {
  DRAFT: { color: "informative", Icon: EditRegular },
  IN_REVIEW: { color: "warning", Icon: EyeRegular },
  SCHEDULED: { color: "brand", Icon: CalendarClockRegular },
  RESOLVING: { color: "brand", Icon: ArrowSyncRegular },
  SENDING: { color: "brand", Icon: SendRegular },
  PAUSED: { color: "warning", Icon: PauseRegular },
  FINISHED: { color: "success", Icon: CheckmarkCircleRegular },
  FAILED: { color: "danger", Icon: ErrorCircleRegular },
  CANCELED: { color: "informative", Icon: DismissCircleRegular },
  ACTIVE: { color: "success", Icon: CheckmarkCircleRegular },
};

const DELIVERY_LOOKS: Record<DeliveryStatus, Look> = {
  QUEUED: { color: "informative", Icon: ClockRegular },
  CLAIMED: { color: "informative", Icon: ClockRegular },
  SENDING: { color: "brand", Icon: SendRegular },
  RETRY_WAIT: { color: "warning", Icon: ArrowSyncRegular },
  SENT: { color: "success", Icon: CheckmarkCircleRegular },
  FAILED: { color: "danger", Icon: ErrorCircleRegular },
  UNCONFIRMED: { color: "warning", Icon: QuestionCircleRegular },
  SKIPPED: { color: "informative", Icon: SubtractCircleRegular },
};

const REFERENCE_LOOKS: Record<RecipientState, Look> = {
  ACTIVE: { color: "success", Icon: CheckmarkCircleRegular },
  KNOWN: { color: "brand", Icon: PersonAvailableRegular },
  NEEDS_INSTALL: { color: "warning", Icon: ErrorCircleRegular },
  BLOCKED: { color: "danger", Icon: ProhibitedRegular },
  REMOVED: { color: "informative", Icon: DismissCircleRegular },
  NONE: { color: "informative", Icon: PersonQuestionMarkRegular },
};

const JOB_LOOKS: Record<JobStatus | "NEVER", Look> = {
  NEVER: { color: "informative", Icon: SubtractCircleRegular },
  WANTED: { color: "brand", Icon: ClockRegular },
  QUEUED: { color: "brand", Icon: ClockRegular },
  RUNNING: { color: "brand", Icon: ArrowSyncRegular },
  DONE: { color: "success", Icon: CheckmarkCircleRegular },
  FAILED: { color: "danger", Icon: ErrorCircleRegular },
};

export function JobBadge({ status }: { status: JobStatus | "NEVER" }) {
  const t = useTranslations("status");
  return <StateBadge look={JOB_LOOKS[status]} word={t(`job.${status}`)} />;
}

export function BroadcastBadge({ status }: { status: BroadcastStatus }) {
  const t = useTranslations("status");
  return <StateBadge look={BROADCAST_LOOKS[status]} word={t(`broadcast.${status}`)} />;
}

export function DeliveryBadge({ status }: { status: DeliveryStatus }) {
  const t = useTranslations("status");
  return <StateBadge look={DELIVERY_LOOKS[status]} word={t(`delivery.${status}`)} />;
}

export function ReferenceBadge({ state }: { state: RecipientState }) {
  const t = useTranslations("status");
  return <StateBadge look={REFERENCE_LOOKS[state]} word={t(`reference.${state}`)} />;
}

function StateBadge({ look: { color, Icon }, word }: { look: Look; word: string }) {
  return (
    <Badge appearance="tint" color={color} size="large" icon={<Icon />} style={{ whiteSpace: "nowrap" }}>{word}</Badge>
  );
}

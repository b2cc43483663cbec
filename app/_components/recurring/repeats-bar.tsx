"use client";

// Over the composer of what repeats: from when on a change is sent, and, by what is known here, that somebody else will have
// to approve it. The server decides, by its own count, when it is saved.
import { MessageBar, MessageBarBody } from "@fluentui/react-components";
import { useMemo } from "react";
import { useTranslations } from "use-intl";

import { useNeedsApproval } from "@/app/_components/approval/approval-hint";
import { audienceOf } from "@/app/_components/audience/audience-draft";
import { useCompose } from "@/app/_components/compose/compose-context";
import type { DraftForm } from "@/app/_components/compose/draft-form";
import { useEstimate } from "@/app/_components/compose/use-estimate";
import type { BroadcastStatus } from "@/lib/domain/broadcast";

type Props = { status: BroadcastStatus; form: DraftForm };

export function RepeatsBar({ status, form }: Props) {
  const t = useTranslations("recurring");
  const { topics } = useCompose();
  const audience = useMemo(() => audienceOf(form.audience), [form.audience]);
  const { estimate } = useEstimate(audience, form);
  const topic = topics.find(({ key }) => key === form.topic);
  const needed = useNeedsApproval({ view: form, topic, people: estimate?.total });
  return (
    <MessageBar intent={needed ? "warning" : "info"} layout="multiline">
      <MessageBarBody>
        {t("live")}{needed && ` ${t(status === "PAUSED" ? "again.paused" : "again.active")}`}
      </MessageBarBody>
    </MessageBar>
  );
}

"use client";

// Over a draft that came back: who rejected it and why. Nothing over any other.
import { MessageBar, MessageBarBody, MessageBarTitle } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import { useLive } from "@/app/_components/use-live";
import type { BroadcastDetail } from "@/lib/domain/views";

export function RejectedBar({ id }: { id: string }) {
  const t = useTranslations("approval");
  const { data } = useLive<BroadcastDetail>(`/api/broadcasts/${id}`, 0);
  const last = data?.status === "DRAFT" ? data.review?.decisions[0] : undefined;
  if (!last?.current || last.decision !== "REJECTED") return null;
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{t("rejected", { name: last.name })}</MessageBarTitle>{" "}
        <span dir="auto">{last.comment}</span>
      </MessageBarBody>
    </MessageBar>
  );
}

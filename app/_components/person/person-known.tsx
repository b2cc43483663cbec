"use client";

// How the bot knows a recipient: what taught us, from what the state was concluded, and where messages go.
import { useTranslations } from "use-intl";

import { useEvidence } from "@/app/_components/recipients/use-evidence";
import { ReportCard } from "@/app/_components/report-card";
import { When } from "@/app/_components/when";
import type { RecipientDetail } from "@/lib/domain/recipient-detail";

import { FactList } from "./fact-list";

export function PersonKnown({ detail }: { detail: RecipientDetail }) {
  const t = useTranslations("person");
  const status = useTranslations("status");
  const recipients = useTranslations("recipients");
  const evidence = useEvidence(detail);
  const { conversation } = detail;
  return (
    <ReportCard title={t("known.title")}>
      <FactList
        facts={[
          [t("known.source"), detail.source ? status(`source.${detail.source}`) : recipients("directory")],
          [t("known.evidence"), evidence],
          [t("known.since"), detail.stateSince && <When at={detail.stateSince} exact />],
          [t("known.seen"), detail.seenAt && <When at={detail.seenAt} exact />],
          [t("known.installed"), conversation?.installedAt && <When at={conversation.installedAt} exact />],
          [t("known.created"), <When key="created" at={detail.createdAt} exact />],
          [t("known.conversation"), conversation ? (conversation.id ?? t("known.noConversation")) : t("known.noConversation")],
          [t("known.service"), conversation?.serviceUrl],
        ]}
      />
    </ReportCard>
  );
}

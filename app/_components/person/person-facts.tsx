"use client";

// What the directory and Teams say about a recipient.
import { useLocale, useTranslations } from "use-intl";

import { ReportCard } from "@/app/_components/report-card";
import { When } from "@/app/_components/when";
import type { RecipientDetail } from "@/lib/domain/recipient-detail";

import { FactList } from "./fact-list";

export function PersonFacts({ detail }: { detail: RecipientDetail }) {
  const t = useTranslations("person");
  const status = useTranslations("status");
  const language = useLanguage(detail.locale);
  const person = detail.kind === "PERSON";
  return (
    <ReportCard title={t("facts.title")}>
      <FactList
        facts={[
          [t("facts.email"), detail.email],
          [t("facts.principalName"), detail.principalName],
          [t("facts.jobTitle"), detail.jobTitle],
          [t("facts.department"), detail.department],
          [t("facts.country"), detail.country],
          [t("facts.language"), language],
          [t("facts.userType"), person && t(detail.userType === "GUEST" ? "facts.guestWord" : "facts.member")],
          [t("facts.account"), person && status(`account.${detail.account}`)],
          [t("facts.synced"), detail.syncedAt && <When at={detail.syncedAt} />],
          [t(person ? "facts.objectId" : "facts.conversationKey"), detail.objectId],
          [t("facts.tenant"), detail.tenantId],
        ]}
      />
    </ReportCard>
  );
}

/** The name of a language tag in the viewer's language; an odd tag stays as it is. */
function useLanguage(tag: string | null): string | null {
  const locale = useLocale();
  if (tag === null || !/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(tag)) return tag;
  return new Intl.DisplayNames([locale], { type: "language" }).of(tag) ?? tag;
}

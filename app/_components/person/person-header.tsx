"use client";

// The head of a recipient's page: the name, the state, and what an admin can do.
import { makeStyles, Text, tokens } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import { PageHeader } from "@/app/_components/page-header";
import { TextLink } from "@/app/_components/soft-link";
import { ReferenceBadge } from "@/app/_components/status-badge";
import type { RecipientDetail } from "@/lib/domain/recipient-detail";

import { PersonActions } from "./person-actions";

const useStyles = makeStyles({
  under: { display: "flex", flexWrap: "wrap", alignItems: "center", gap: "4px 12px", color: tokens.colorNeutralForeground2 },
});

export function PersonHeader({ detail, onChanged }: { detail: RecipientDetail; onChanged: () => void }) {
  const styles = useStyles();
  const t = useTranslations("person");
  const recipients = useTranslations("recipients");
  const status = useTranslations("status");
  const name = detail.displayName || recipients("nameless");
  return (
    <PageHeader
      title={name}
      above={<TextLink href="/recipients">{t("back")}</TextLink>}
      about={
        <span className={styles.under}>
          <ReferenceBadge state={detail.state ?? "NONE"} />
          <Text>{status(`kind.${detail.kind}`)}</Text>
          {detail.userType === "GUEST" && <Text>{recipients("guest")}</Text>}
          {detail.jobTitle && <Text dir="auto">{detail.jobTitle}</Text>}
        </span>
      }
    >
      <PersonActions detail={detail} name={name} onChanged={onChanged} />
    </PageHeader>
  );
}

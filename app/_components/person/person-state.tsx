"use client";

// Can they be reached, since when, and what would help: each state in words with its remedy. What the directory and the
// installation of the app say stands below, when it matters.
import { makeStyles, Text, tokens } from "@fluentui/react-components";
import { useLocale, useTranslations } from "use-intl";

import { ReportCard } from "@/app/_components/report-card";
import type { RecipientDetail } from "@/lib/domain/recipient-detail";
import { explainProblem } from "@/lib/texts/explain-problem";
import { pickLocale } from "@/lib/texts/texts";

const useStyles = makeStyles({
  words: { display: "grid", rowGap: "8px" },
  quiet: { color: tokens.colorNeutralForeground2 },
});

/** What a state was concluded from may say more than the state. */
const TOLD_BY_EVIDENCE = ["DEPARTED", "SAME_PERSON", "LEFT_TEAM"] as const;

export function PersonState({ detail }: { detail: RecipientDetail }) {
  const styles = useStyles();
  const t = useTranslations("person");
  const recipients = useTranslations("recipients");
  const at = new Date(detail.stateSince ?? detail.createdAt);
  const key = stateKeyOf(detail);
  return (
    <ReportCard title={t("state.title")}>
      <div className={styles.words}>
        <Text weight="semibold">{t(`state.${key}.text`, { name: detail.displayName || recipients("nameless"), at })}</Text>
        <Text className={styles.quiet}>{t(`state.${key}.remedy`)}</Text>
        {isAccountInTheWay(detail.account) && key !== "DEPARTED" && <Text weight="semibold">{t(`account.${detail.account}`)}</Text>}
        {detail.userType === "GUEST" && <Text weight="semibold">{t("guest")}</Text>}
        <Installation detail={detail} />
      </div>
    </ReportCard>
  );
}

function stateKeyOf({ kind, state, evidence }: RecipientDetail) {
  if (kind !== "PERSON" && state === "ACTIVE") return "CHANNEL";
  const told = TOLD_BY_EVIDENCE.find((one) => one === evidence);
  return told ?? state ?? "NONE";
}

function isAccountInTheWay(account: RecipientDetail["account"]): account is "DISABLED" | "UNLICENSED" | "DELETED" {
  return account !== "ENABLED" && account !== "UNKNOWN";
}

function Installation({ detail: { install } }: { detail: RecipientDetail }) {
  const styles = useStyles();
  const t = useTranslations("person");
  const locale = pickLocale(useLocale());
  if (!install) return null;
  const failure = install.status === "FAILED" ? explainProblem(locale, install.code ?? "OTHER") : undefined;
  return (
    <Text className={styles.quiet}>
      {t(`install.${install.status}`, { at: new Date(install.settledAt ?? install.wantedAt) })}
      {failure && ` ${failure.title}. ${failure.remedy}`}
    </Text>
  );
}

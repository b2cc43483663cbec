"use client";

// What the nightly recount found: that everything agrees, or what does not, and in which broadcasts.
import { makeStyles, MessageBar, MessageBarBody, Text } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import { ReportCard } from "@/app/_components/report-card";
import { TextLink } from "@/app/_components/soft-link";
import type { ConsistencyResult } from "@/lib/domain/consistency";
import type { UpkeepView } from "@/lib/domain/upkeep-view";

import { UpkeepRun } from "./upkeep-run";

const useStyles = makeStyles({ list: { margin: "4px 0 0", paddingInlineStart: "20px" } });

type Props = { view: UpkeepView; onChanged: (view: UpkeepView) => void };

export function ConsistencyCard({ view, onChanged }: Props) {
  const t = useTranslations("settings.check");
  const { last } = view.consistency;
  return (
    <ReportCard title={t("title")}>
      <Text>{t("about")}</Text>
      {last && <Findings result={last.result} />}
      <UpkeepRun kind="CONSISTENCY" view={view} onChanged={onChanged} />
    </ReportCard>
  );
}

function Findings({ result }: { result: ConsistencyResult }) {
  const styles = useStyles();
  const t = useTranslations("settings.check");
  const found = result.filter(({ count }) => count > 0);
  const total = found.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return <MessageBar intent="success"><MessageBarBody>{t("fine")}</MessageBarBody></MessageBar>;
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>
        {t("found", { count: total })}
        <ul className={styles.list}>
          {found.map(({ check, count, broadcasts }) => (
            <li key={check}>
              {t(`name.${check}`)}: {count}
              {broadcasts.length > 0 && <> ({t("in")} <Broadcasts ids={broadcasts} />)</>}
            </li>
          ))}
        </ul>
      </MessageBarBody>
    </MessageBar>
  );
}

function Broadcasts({ ids }: { ids: readonly string[] }) {
  const t = useTranslations("settings.check");
  return ids.map((id, index) => (
    <span key={id}>
      {index > 0 && ", "}
      <TextLink href={`/broadcasts/${id}`}>{t("broadcast", { number: index + 1 })}</TextLink>
    </span>
  ));
}

"use client";

// The teams a person was seen in, and the groups of the directory they belong to.
import { makeStyles, Subtitle2, Text, tokens } from "@fluentui/react-components";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";

import { ReportCard } from "@/app/_components/report-card";
import type { RecipientDetail } from "@/lib/domain/recipient-detail";

const useStyles = makeStyles({
  two: {
    display: "grid",
    gap: "16px 24px",
    gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 260px), 1fr))",
    alignItems: "start",
  },
  heading: { display: "block", margin: "0 0 6px", fontSize: tokens.fontSizeBase300 },
  list: { margin: 0, paddingInlineStart: "20px", display: "grid", rowGap: "4px", overflowWrap: "anywhere" },
  quiet: { color: tokens.colorNeutralForeground3 },
});

export function PersonPlaces({ detail: { teams, groups } }: { detail: RecipientDetail }) {
  const styles = useStyles();
  const t = useTranslations("person");
  return (
    <ReportCard title={t("places.title")}>
      <div className={styles.two}>
        <Places title={t("places.teams")} none={t("places.noTeams")}>
          {teams.map((team) => <li key={team.id} dir="auto">{team.name || team.id}</li>)}
        </Places>
        <Places title={t("places.groups")} none={t("places.noGroups")}>
          {groups.map((group) => (
            <li key={group.id} dir="auto">
              {group.name}
              {group.readAt && (
                <Text size={200} className={styles.quiet}> ({t("places.readAt", { at: new Date(group.readAt) })})</Text>
              )}
            </li>
          ))}
        </Places>
      </div>
    </ReportCard>
  );
}

function Places({ title, none, children }: { title: string; none: string; children: ReactNode[] }) {
  const styles = useStyles();
  return (
    <div>
      <Subtitle2 as="h3" className={styles.heading}>{title}</Subtitle2>
      {children.length === 0 ? <Text className={styles.quiet}>{none}</Text> : <ul className={styles.list}>{children}</ul>}
    </div>
  );
}

"use client";

// The teams the bot has been added to, as check boxes; a search box appears once the list no longer fits the eye.
import {
  Button,
  Checkbox,
  Field,
  makeStyles,
  SearchBox,
  Skeleton,
  SkeletonItem,
  Text,
  tokens,
} from "@fluentui/react-components";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { useLive } from "@/app/_components/use-live";
import type { Page, TeamView } from "@/lib/domain/views";

import { useCompose } from "./compose-context";
import { useProblemText } from "./use-problem-text";

const SEARCH_FROM = 9;

const useStyles = makeStyles({
  list: {
    display: "grid",
    gridTemplateColumns: "repeat(auto-fill, minmax(min(240px, 100%), 1fr))",
    maxHeight: "260px",
    overflowY: "auto",
    padding: tokens.spacingHorizontalXS,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  members: { display: "block", color: tokens.colorNeutralForeground3 },
  empty: { padding: tokens.spacingHorizontalM, color: tokens.colorNeutralForeground2 },
  stack: { display: "grid", rowGap: tokens.spacingVerticalS, gridTemplateColumns: "minmax(0, 1fr)" },
});

export function TeamPicker() {
  const t = useTranslations("compose");
  const styles = useStyles();
  const problemText = useProblemText();
  const [wanted, setWanted] = useState("");
  const { data, error, refresh } = useLive<Page<TeamView>>("/api/teams?limit=200", 0);
  if (error && !data) {
    return (
      <div className={styles.empty} role="alert">
        {t("audience.listFailed", { reason: problemText(error) })}{" "}
        <Button size="small" onClick={() => void refresh()}>{t("tryAgain")}</Button>
      </div>
    );
  }
  if (!data) return <Skeleton aria-label={t("loading")}><SkeletonItem size={32} /></Skeleton>;
  const shown = data.items.filter(({ name }) => name.toLocaleLowerCase().includes(wanted.trim().toLocaleLowerCase()));
  return (
    <div className={styles.stack}>
      {data.items.length >= SEARCH_FROM && (
        <Field label={t("audience.findTeam")}>
          <SearchBox value={wanted} onChange={(_event, { value }) => setWanted(value)} />
        </Field>
      )}
      {data.items.length === 0 ? (
        <Text className={styles.empty}>{t("audience.noTeams")}</Text>
      ) : (
        <div className={styles.list} role="group" aria-label={t("audience.teams")} tabIndex={-1}>
          {shown.map((team) => <TeamBox key={team.id} team={team} />)}
          {shown.length === 0 && <Text className={styles.empty}>{t("audience.noTeamFound")}</Text>}
        </div>
      )}
    </div>
  );
}

function TeamBox({ team }: { team: TeamView }) {
  const { form, change } = useCompose();
  const t = useTranslations("compose");
  const styles = useStyles();
  const { audience } = form;
  const toggle = (checked: boolean) => {
    const others = audience.teamIds.filter((id) => id !== team.id);
    change({ type: "set", values: { audience: { ...audience, teamIds: checked ? [...others, team.id] : others } } });
  };
  const members = <Text size={200} className={styles.members}>{t("audience.members", { count: team.members })}</Text>;
  return (
    <Checkbox
      checked={audience.teamIds.includes(team.id)}
      onChange={(_event, { checked }) => toggle(checked === true)}
      label={<>{team.name}{members}</>}
    />
  );
}

"use client";

// The chosen groups: how many people are in each, as of when, and a way to have them read now.
import { Button, makeStyles, ProgressBar, tokens } from "@fluentui/react-components";
import { ArrowSyncRegular } from "@fluentui/react-icons/svg/arrow-sync";
import { DismissRegular } from "@fluentui/react-icons/svg/dismiss";
import { useTranslations } from "use-intl";

import { apiSend } from "@/app/_components/api";
import { GroupMembers } from "@/app/_components/directory/group-members";
import { ProblemBar } from "@/app/_components/problem-bar";
import { useCommand } from "@/app/_components/use-command";
import { useLive } from "@/app/_components/use-live";
import type { GroupView } from "@/lib/domain/directory-views";
import type { Page } from "@/lib/domain/views";

import type { Chosen } from "./audience-draft";
import { namesPath } from "./pick-source";
import { SHOWN_NAMES, useNames } from "./use-names";

const BUSY_MS = 1_000;
const IDLE_MS = 15_000;

const useStyles = makeStyles({
  list: { listStyleType: "none", margin: 0, padding: 0, display: "grid", rowGap: tokens.spacingVerticalXS },
  row: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 1fr) auto auto",
    alignItems: "center",
    columnGap: tokens.spacingHorizontalS,
    padding: "6px 4px 6px 12px",
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  name: { fontWeight: tokens.fontWeightSemibold, overflowWrap: "anywhere", display: "block" },
  bar: { gridColumn: "1 / -1", marginTop: tokens.spacingVerticalXS },
});

type Props = { chosen: readonly Chosen[]; onRemove: (id: string) => void };

export function ChosenGroups({ chosen, onRemove }: Props) {
  const t = useTranslations("audiences");
  const styles = useStyles();
  useNames("ENTRA_GROUP", chosen);
  const path = namesPath("ENTRA_GROUP", chosen.slice(0, SHOWN_NAMES).map(({ id }) => id));
  const { data, refresh } = useLive<Page<GroupView>>(path, everyMs);
  if (chosen.length === 0) return null;
  return (
    <ul className={styles.list} aria-label={t("kind.ENTRA_GROUP")}>
      {chosen.map(({ id, name }) => (
        <GroupRow
          key={id}
          id={id}
          name={name ?? t("pick.unnamed", { id: id.slice(0, 8) })}
          group={data?.items.find((one) => one.id === id)}
          onRemove={onRemove}
          onAsked={() => void refresh()}
        />
      ))}
    </ul>
  );
}

function everyMs(page: Page<GroupView> | undefined): number {
  return page?.items.some(isReading) ? BUSY_MS : IDLE_MS;
}

function isReading({ reading }: GroupView): boolean {
  return reading === "WANTED" || reading === "READING";
}

type RowProps = {
  id: string;
  name: string;
  group: GroupView | undefined;
  onRemove: (id: string) => void;
  onAsked: () => void;
};

function GroupRow({ id, name, group, onRemove, onAsked }: RowProps) {
  const t = useTranslations("audiences");
  const styles = useStyles();
  const { busy, error, run } = useCommand();
  const reading = group !== undefined && isReading(group);
  const read = () => void run(async () => {
    await apiSend("POST", `/api/groups/${id}/read`);
    onAsked();
  });
  return (
    <li className={styles.row}>
      <div>
        <span className={styles.name} dir="auto">{name}</span>
        {group && <GroupMembers group={{ ...group, teamInstall: null }} />}
      </div>
      <Button
        size="small"
        icon={<ArrowSyncRegular />}
        disabledFocusable={busy || reading}
        aria-label={t("group.readNow", { name })}
        onClick={read}
      >
        {t("group.readNowShort")}
      </Button>
      <Button
        appearance="transparent"
        size="small"
        icon={<DismissRegular />}
        aria-label={t("pick.remove", { name })}
        onClick={() => onRemove(id)}
      />
      {reading && <ProgressBar className={styles.bar} aria-label={t("group.reading", { name })} />}
      <ProblemBar error={error} />
    </li>
  );
}

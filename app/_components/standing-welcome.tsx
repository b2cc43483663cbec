"use client";

// The standing welcomes: sent once to each person who gets the app, and posted once in each team that does. Their switches
// are the operator's brake before an organisation-wide installation, so they stand where everybody sees them.
import { Card, makeStyles, Skeleton, SkeletonItem, Switch, Text, tokens } from "@fluentui/react-components";
import { EditRegular } from "@fluentui/react-icons/svg/edit";
import { HandWaveRegular } from "@fluentui/react-icons/svg/hand-wave";
import { useTranslations } from "use-intl";

import { STANDING_EVENTS, type StandingEvent } from "@/lib/domain/broadcast";
import type { BroadcastView, Page } from "@/lib/domain/views";

import { apiSend } from "./api";
import { ProblemBar } from "./problem-bar";
import { useMayWrite } from "./shell-context";
import { LinkButton, TextLink } from "./soft-link";
import { useBroadcastTitle } from "./use-broadcast-title";
import { useCommand } from "./use-command";
import { useLive } from "./use-live";
import { useToast } from "./use-toast";

// A standing broadcast is always in one of these two states, and few others are paused at the same time.
const PATH = "/api/broadcasts?status=ACTIVE,PAUSED&limit=100";
const EVERY_MS = 10_000;

const useStyles = makeStyles({
  card: { marginBottom: "20px", boxShadow: "none", border: `1px solid ${tokens.colorNeutralStroke2}` },
  row: { display: "flex", flexWrap: "wrap", alignItems: "center", gap: "8px 16px" },
  icon: { fontSize: "24px", display: "inline-flex", color: tokens.colorBrandForeground1 },
  words: { display: "grid", flex: "1 1 240px", minWidth: 0 },
  title: { fontWeight: tokens.fontWeightSemibold },
  about: { color: tokens.colorNeutralForeground3 },
});

export function StandingWelcome() {
  const styles = useStyles();
  const { data, error, refresh } = useLive<Page<BroadcastView>>(PATH, EVERY_MS);
  const standing = STANDING_EVENTS.flatMap((event) => {
    const row = data?.items.find((item) => item.standingEvent === event);
    return row ? [{ row, event }] : [];
  });
  if (!data && !error) return <Skeleton className={styles.card}><SkeletonItem size={56} /></Skeleton>;
  if (standing.length === 0) return null;
  return (
    <Card className={styles.card}>
      {standing.map(({ row, event }) => (
        <StandingRow key={event} event={event} standing={row} onChanged={() => void refresh()} />
      ))}
    </Card>
  );
}

type RowProps = { event: StandingEvent; standing: BroadcastView; onChanged: () => void };

function StandingRow({ event, standing, onChanged }: RowProps) {
  const styles = useStyles();
  const t = useTranslations("broadcasts");
  const mayWrite = useMayWrite();
  const toast = useToast();
  const command = useCommand();
  const title = useBroadcastTitle(standing.message, t(`standing.${event}.name`));
  const on = standing.status === "ACTIVE";

  const flip = () => command.run(async () => {
    await apiSend("POST", `/api/broadcasts/${standing.id}/${on ? "pause" : "resume"}`);
    toast(t(`standing.${event}.${on ? "turnedOff" : "turnedOn"}`));
    onChanged();
  });
  return (
    <>
      <div className={styles.row}>
        <span className={styles.icon} aria-hidden><HandWaveRegular /></span>
        <div className={styles.words}>
          <TextLink href={`/broadcasts/${standing.id}`} className={styles.title}>
            {title}
          </TextLink>
          <Text size={200} className={styles.about}>
            {t(`standing.${event}.${on ? "aboutOn" : "aboutOff"}`, { count: standing.counts.sent })}
          </Text>
        </div>
        <Switch
          checked={on}
          disabled={!mayWrite || command.busy}
          label={t(`standing.${event}.switch`)}
          onChange={() => void flip()}
        />
        {mayWrite && (
          <LinkButton icon={<EditRegular />} href={`/broadcasts/${standing.id}/edit`} aria-label={t(`standing.${event}.edit`)}>
            {t("standing.edit")}
          </LinkButton>
        )}
      </div>
      <ProblemBar error={command.error} />
    </>
  );
}

"use client";

// The standing welcome: sent once to each person who installs the app. Its switch is the operator's brake before an
// organisation-wide installation, so it stands where everybody sees it.
import { Card, makeStyles, Skeleton, SkeletonItem, Switch, Text, tokens } from "@fluentui/react-components";
import { EditRegular } from "@fluentui/react-icons/svg/edit";
import { HandWaveRegular } from "@fluentui/react-icons/svg/hand-wave";
import { useTranslations } from "use-intl";

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
  const standing = data?.items.find((row) => row.purpose === "STANDING");
  if (!data && !error) return <Skeleton className={styles.card}><SkeletonItem size={56} /></Skeleton>;
  if (!standing) return null;
  return (
    <Card className={styles.card}>
      <StandingRow standing={standing} onChanged={() => void refresh()} />
    </Card>
  );
}

function StandingRow({ standing, onChanged }: { standing: BroadcastView; onChanged: () => void }) {
  const styles = useStyles();
  const t = useTranslations("broadcasts");
  const mayWrite = useMayWrite();
  const toast = useToast();
  const command = useCommand();
  const title = useBroadcastTitle(standing.message, t("standing.name"));
  const on = standing.status === "ACTIVE";

  const flip = () => command.run(async () => {
    await apiSend("POST", `/api/broadcasts/${standing.id}/${on ? "pause" : "resume"}`);
    toast(t(on ? "standing.turnedOff" : "standing.turnedOn"));
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
            {t(on ? "standing.aboutOn" : "standing.aboutOff", { count: standing.counts.sent })}
          </Text>
        </div>
        <Switch
          checked={on}
          disabled={!mayWrite || command.busy}
          label={t("standing.switch")}
          onChange={() => void flip()}
        />
        {mayWrite && (
          <LinkButton icon={<EditRegular />} href={`/broadcasts/${standing.id}/edit`}>{t("standing.edit")}</LinkButton>
        )}
      </div>
      <ProblemBar error={command.error} />
    </>
  );
}

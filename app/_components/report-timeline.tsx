"use client";

// The stages of a broadcast, from the first word to the end: when each began, how long after the one before, and which
// one it is in now. A row on a wide window, a column on a narrow one; one ordered list to whoever listens.
import { makeStyles, mergeClasses, Text, tokens } from "@fluentui/react-components";
import { CheckmarkCircleFilled } from "@fluentui/react-icons/svg/checkmark-circle";
import { CircleRegular } from "@fluentui/react-icons/svg/circle";
import { DismissCircleFilled } from "@fluentui/react-icons/svg/dismiss-circle";
import { PauseCircleFilled } from "@fluentui/react-icons/svg/pause-circle";
import { RadioButtonFilled } from "@fluentui/react-icons/svg/radio-button";
import type { ComponentType } from "react";
import { useNow, useTranslations } from "use-intl";

import type { BroadcastDetail } from "@/lib/domain/views";

import { ReportCard } from "./report-card";
import { Decisions, GroupsRead, Installing } from "./report-timeline-stages";
import { Expiry, OtherZone, Waiting } from "./report-timeline-times";
import { type Stage, type StageMark, stagesOf } from "./stage-timeline";
import { useDuration } from "./use-duration";
import { When } from "./when";

const NARROW = "@media (max-width: 1000px)";
const TICK_MS = 1_000;
/** Less than this would be said as "0 seconds". */
const AT_ONCE_MS = 50;

const ICONS: Record<StageMark, ComponentType> = {
  DONE: CheckmarkCircleFilled,
  CURRENT: RadioButtonFilled,
  HELD: PauseCircleFilled,
  STOPPED: DismissCircleFilled,
  COMING: CircleRegular,
};

const APPROVAL: readonly Stage["name"][] = ["review", "approved", "rejected"];

const useStyles = makeStyles({
  list: {
    display: "grid",
    gridAutoFlow: "column",
    gridAutoColumns: "minmax(0, 1fr)",
    margin: 0,
    padding: 0,
    listStyleType: "none",
    [NARROW]: { gridAutoFlow: "row" },
  },
  stage: {
    position: "relative",
    display: "grid",
    gridTemplateRows: "24px auto",
    alignContent: "start",
    rowGap: "4px",
    paddingInlineEnd: "16px",
    [NARROW]: { gridTemplateRows: "auto", gridTemplateColumns: "32px minmax(0, 1fr)", paddingBlockEnd: "16px" },
    // The line to the next stage.
    ":not(:last-child)::after": {
      content: "''",
      position: "absolute",
      top: "11px",
      insetInlineStart: "30px",
      insetInlineEnd: "6px",
      borderTop: `2px solid ${tokens.colorNeutralStroke1}`,
      borderInlineStartColor: tokens.colorNeutralStroke1,
      [NARROW]: {
        top: "28px",
        bottom: "4px",
        insetInlineStart: "11px",
        insetInlineEnd: "auto",
        borderTopStyle: "none",
        borderInlineStartWidth: "2px",
        borderInlineStartStyle: "solid",
      },
    },
  },
  passed: {
    ":not(:last-child)::after": {
      borderTopColor: tokens.colorCompoundBrandStroke,
      borderInlineStartColor: tokens.colorCompoundBrandStroke,
    },
  },
  icon: { display: "inline-flex", fontSize: "24px", lineHeight: 1 },
  DONE: { color: tokens.colorCompoundBrandForeground1 },
  CURRENT: { color: tokens.colorCompoundBrandForeground1 },
  HELD: { color: tokens.colorStatusWarningForeground3 },
  STOPPED: { color: tokens.colorNeutralForeground3 },
  COMING: { color: tokens.colorNeutralForeground4 },
  words: {
    display: "grid",
    rowGap: "2px",
    alignContent: "start",
    overflowWrap: "anywhere",
    [NARROW]: { paddingTop: "2px" },
  },
  quiet: { color: tokens.colorNeutralForeground3 },
  hidden: { position: "absolute", width: "1px", height: "1px", overflow: "hidden", clipPath: "inset(50%)" },
});

/** Nothing for a standing broadcast, which has no stages, only people who come by, and for a recurring one: its runs have. */
export function ReportTimeline({ detail }: { detail: BroadcastDetail }) {
  const styles = useStyles();
  const t = useTranslations("report");
  if (detail.purpose === "STANDING" || detail.purpose === "RECURRING") return null;
  return (
    <ReportCard title={t("stage.title")}>
      <ol className={styles.list}>
        {stagesOf(detail).map((stage) => <StageItem key={stage.name} stage={stage} detail={detail} />)}
      </ol>
      <Expiry detail={detail} />
    </ReportCard>
  );
}

function StageItem({ stage: { name, mark, at, afterMs }, detail }: { stage: Stage; detail: BroadcastDetail }) {
  const styles = useStyles();
  const t = useTranslations("report");
  const duration = useDuration();
  const Icon = ICONS[mark];
  const now = mark === "CURRENT" || mark === "HELD";
  const coming = mark === "COMING";
  return (
    <li
      className={mergeClasses(styles.stage, mark === "DONE" && styles.passed)}
      {...(now && { "aria-current": "step" as const })}
    >
      <span className={mergeClasses(styles.icon, styles[mark])} aria-hidden><Icon /></span>
      <div className={styles.words}>
        <Text weight={coming ? "regular" : "semibold"} className={mergeClasses(coming && styles.quiet)}>
          <span className={styles.hidden}>{t(`stage.mark.${mark}`)}: </span>
          {t(coming ? `stage.coming.${name}` : stageLabel(name, at))}
        </Text>
        {at !== null && <Text size={200}><When at={at} exact /></Text>}
        {name === "scheduled" && at !== null && <OtherZone detail={detail} at={at} />}
        {name === "frozen" && detail.sendingAt !== null && at !== null && (
          <Text size={200} className={styles.quiet}>{t("stage.people", { count: detail.counts.total })}</Text>
        )}
        {afterMs !== null && !coming && (
          <Text size={200} className={styles.quiet}>
            {afterMs < AT_ONCE_MS ? t("stage.atOnce") : t("stage.after", { duration: duration(afterMs) })}
          </Text>
        )}
        {detail.review && APPROVAL.includes(name) && <Decisions review={detail.review} />}
        {name === "reading" && <GroupsRead groups={detail.groups} />}
        {name === "installing" && detail.installs && <Installing installs={detail.installs} />}
        {mark === "HELD" && <Text size={200}>{t("stage.held")}</Text>}
        {mark === "CURRENT" && at !== null && <SoFar name={name} at={at} />}
      </div>
    </li>
  );
}

function stageLabel(name: Stage["name"], at: string | null): string {
  return name === "canceled" && at === null ? "stage.canceling" : `stage.${name}`;
}

// The one line that moves. It is not announced: a clock that speaks every second helps nobody.
function SoFar({ name, at }: { name: Stage["name"]; at: string }) {
  const t = useTranslations("report");
  const duration = useDuration();
  const now = useNow({ updateInterval: TICK_MS });
  const ms = now.getTime() - Date.parse(at);
  if (name === "scheduled") return <Waiting ms={-ms} />;
  const wholeSeconds = Math.max(0, Math.floor(ms / 1000)) * 1000;
  return <Text size={200} weight="semibold">{t("stage.soFar", { duration: duration(wholeSeconds) })}</Text>;
}

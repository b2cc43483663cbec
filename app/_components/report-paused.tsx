"use client";

// A broadcast that Herald has paused by itself: why, what that means for the people, and the ways on, each with its
// consequence. What a person has paused needs no such explanation.
import {
  Button,
  makeStyles,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  tokens,
} from "@fluentui/react-components";
import { EditRegular } from "@fluentui/react-icons/svg/edit";
import { PlayRegular } from "@fluentui/react-icons/svg/play";
import { SendRegular } from "@fluentui/react-icons/svg/send";
import type { ReactNode } from "react";
import { useNow, useTranslations } from "use-intl";

import type { BroadcastDetail } from "@/lib/domain/views";

import { CancelButton } from "./cancel-button";
import { ConfirmDialog } from "./confirm-dialog";
import { type HeldCause, heldCauseOf } from "./held-cause";
import { leftCount } from "./open-count";
import { ProblemBar } from "./problem-bar";
import { ServerWords } from "./server-words";
import { useMayWrite } from "./shell-context";
import { useReportActions } from "./use-report-actions";
import { When } from "./when";

const TICK_MS = 1_000;

const useStyles = makeStyles({
  bar: { paddingBlock: tokens.spacingVerticalM },
  paragraph: { margin: `${tokens.spacingVerticalXS} 0 0` },
  ways: {
    display: "grid",
    rowGap: tokens.spacingVerticalM,
    margin: `${tokens.spacingVerticalM} 0 0`,
    padding: 0,
    listStyleType: "none",
  },
  way: {
    display: "grid",
    gridTemplateColumns: "280px minmax(0, 1fr)",
    gap: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalM}`,
    alignItems: "center",
    "& button": { justifyContent: "start" },
    "@media (max-width: 700px)": { gridTemplateColumns: "minmax(0, 1fr)" },
  },
});

type Props = { detail: BroadcastDetail; onChanged: () => void };
type Actions = ReturnType<typeof useReportActions>;

export function ReportPaused({ detail, onChanged }: Props) {
  const styles = useStyles();
  const t = useTranslations("report");
  const mayWrite = useMayWrite();
  const actions = useReportActions(detail, onChanged);
  const cause = heldCauseOf(detail);
  if (!cause) return null;
  return (
    <div role="group" aria-label={t(`held.${cause}.title`)}>
      <MessageBar intent="warning" layout="multiline" className={styles.bar}>
        <MessageBarBody>
          <MessageBarTitle>{t(`held.${cause}.title`)}</MessageBarTitle>
          <Words cause={cause} detail={detail} />
          {mayWrite && (
            <ul className={styles.ways}>
              <Ways cause={cause} detail={detail} actions={actions} />
              <Way words={t(`held.${cause}.cancelText`)}>
                <CancelButton detail={detail} busy={actions.busy} onConfirm={actions.cancel} />
              </Way>
            </ul>
          )}
        </MessageBarBody>
      </MessageBar>
      <ProblemBar error={actions.error} />
    </div>
  );
}

function Words({ cause, detail }: { cause: HeldCause; detail: BroadcastDetail }) {
  switch (cause) {
    case "BREAKER":
      return <BreakerWords detail={detail} />;
    case "MISSED":
      return <MissedWords detail={detail} />;
    case "TOO_MANY":
      return <TooManyWords detail={detail} />;
  }
}

function Ways({ cause, detail, actions }: { cause: HeldCause; detail: BroadcastDetail; actions: Actions }) {
  switch (cause) {
    case "BREAKER":
      return <ContinueWay actions={actions} />;
    case "MISSED":
      return <MissedWays detail={detail} actions={actions} />;
    case "TOO_MANY":
      return <TooManyWay detail={detail} actions={actions} />;
  }
}

function BreakerWords({ detail: { statusReason, stalled } }: { detail: BroadcastDetail }) {
  const styles = useStyles();
  const t = useTranslations("report");
  const now = useNow({ updateInterval: TICK_MS });
  const next = stalled?.until ?? null;
  return (
    <>
      {statusReason !== null && <ServerWords>{statusReason}</ServerWords>}
      <p className={styles.paragraph}>{t("held.BREAKER.nobody")}</p>
      <p className={styles.paragraph}>
        {t(stalled === null ? "held.BREAKER.noTrial" : "held.BREAKER.trial")}
        {next !== null && new Date(next) > now && <> {t("held.BREAKER.next")} <When at={next} />.</>}
      </p>
    </>
  );
}

function ContinueWay({ actions }: { actions: Actions }) {
  const t = useTranslations("report");
  return (
    <Way words={t("held.BREAKER.continueText")}>
      <Button icon={<PlayRegular />} disabled={actions.busy} onClick={actions.resume}>
        {t("held.BREAKER.continue")}
      </Button>
    </Way>
  );
}

function MissedWords({ detail: { scheduledAt, review } }: { detail: BroadcastDetail }) {
  const styles = useStyles();
  const t = useTranslations("report");
  const approvedAt = review?.approvedAt ?? null;
  const waited = scheduledAt !== null && approvedAt !== null && approvedAt > scheduledAt;
  return (
    <>
      {scheduledAt !== null && <>{t("held.MISSED.due")} <When at={scheduledAt} exact />. </>}
      {t(waited ? "held.MISSED.approvalText" : "held.MISSED.text")}
      <p className={styles.paragraph}>{t("held.MISSED.nobody")}</p>
    </>
  );
}

function MissedWays({ detail, actions }: { detail: BroadcastDetail; actions: Actions }) {
  const t = useTranslations("report");
  const now = useNow({ updateInterval: TICK_MS });
  const expired = detail.expiresAt !== null && new Date(detail.expiresAt) <= now;
  const count = leftCount(detail);
  return (
    <>
      <Way words={t(expired ? "held.MISSED.expired" : "held.MISSED.sendText")}>
        <Button icon={<SendRegular />} disabled={actions.busy || expired} onClick={actions.resume}>
          {t("held.MISSED.send", { count })}
        </Button>
      </Way>
      <Way words={t("held.MISSED.redraftText")}>
        <ConfirmDialog
          trigger={<Button icon={<EditRegular />} disabled={actions.busy}>{t("held.MISSED.redraft")}</Button>}
          title={t("held.MISSED.redraftTitle")}
          text={t("held.MISSED.redraftAsk")}
          confirm={t("held.MISSED.redraftConfirm")}
          onConfirm={actions.redraft}
        />
      </Way>
    </>
  );
}

function TooManyWords({ detail: { statusReason } }: { detail: BroadcastDetail }) {
  const styles = useStyles();
  const t = useTranslations("report");
  return (
    <>
      {statusReason !== null && <ServerWords>{statusReason}</ServerWords>}
      <p className={styles.paragraph}>{t("held.TOO_MANY.text")}</p>
    </>
  );
}

function TooManyWay({ detail, actions }: { detail: BroadcastDetail; actions: Actions }) {
  const t = useTranslations("report");
  return (
    <Way words={t("held.TOO_MANY.sendText")}>
      <Button icon={<SendRegular />} disabled={actions.busy} onClick={actions.resume}>
        {t("held.TOO_MANY.send", { count: leftCount(detail) })}
      </Button>
    </Way>
  );
}

function Way({ words, children }: { words: string; children: ReactNode }) {
  const styles = useStyles();
  return <li className={styles.way}>{children}<span>{words}</span></li>;
}

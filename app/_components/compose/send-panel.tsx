"use client";

// When, and the button. Its number is that of the people who will really get the message. The estimate goes
// along with the request, so that the report can explain any difference later.
import {
  Button,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  Spinner,
  Text,
  tokens,
} from "@fluentui/react-components";
import { CalendarClockRegular } from "@fluentui/react-icons/svg/calendar-clock";
import { SendRegular } from "@fluentui/react-icons/svg/send";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";

import type { ProblemError } from "@/app/_components/api";
import { ApprovalHint, useNeedsApproval } from "@/app/_components/approval/approval-hint";
import { LinkButton } from "@/app/_components/soft-link";
import { reachOf } from "@/lib/domain/estimate";
import type { BroadcastView, TopicView } from "@/lib/domain/views";

import { ConfirmPeopleDialog } from "./confirm-people-dialog";
import { issuesFromServer } from "./draft-issues";
import { EXPIRY_FIELD_ID, ExpiryField } from "./expiry-field";
import { IssueSummary } from "./issue-summary";
import { Section } from "./section";
import { type Expires, expiryProblem, momentOf, typedTimeOf, type When, whenProblem } from "./send-time";
import type { EstimateState } from "./use-estimate";
import { useNeedsTyping } from "./use-needs-typing";
import { useProblemText } from "./use-problem-text";
import { useSend } from "./use-send";
import { WHEN_FIELD_ID, WhenField } from "./when-field";

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground3 },
  button: { justifySelf: "start", "@media (max-width: 480px)": { justifySelf: "stretch" } },
});

// The other fields are on the composer's page, and a refusal links there.
const OWN_FIELDS = ["scheduledAt", "zone", "expiresAt", "confirmed"];

type Props = {
  view: BroadcastView; topic: TopicView | undefined; estimate: EstimateState; complete: boolean; onReload: () => void;
};

export function SendPanel({ view, topic, estimate, complete, onReload }: Props) {
  const t = useTranslations("review");
  const a = useTranslations("approval");
  const styles = useStyles();
  const [when, setWhen] = useState<When>(() => ({ kind: "NOW", ...typedTimeOf(view.scheduledAt, new Date()) }));
  const [expires, setExpires] = useState<Expires>(() => expiresOf(view));
  const [asked, setAsked] = useState(false);
  const { send, busy, error, changed } = useSend(view, estimate.estimate);
  const counted = estimate.status === "READY" ? estimate.estimate : null;
  const net = counted ? reachOf(counted, view.onMissing) : undefined;
  const later = when.kind === "LATER";
  const approval = useNeedsApproval({ view, topic, people: counted?.total });
  const typing = useNeedsTyping(net);
  const [confirming, setConfirming] = useState(false);
  const press = () => {
    setAsked(true);
    const wrong = wrongField(when, expires);
    if (wrong !== undefined) return document.getElementById(wrong)?.focus();
    if (typing) return setConfirming(true);
    return void send(when, expires);
  };
  const words = approval && net !== undefined ? a("asking", { count: net }) : buttonText(t, later, net);
  const Icon = later ? CalendarClockRegular : SendRegular;
  return (
    <Section heading={t("sendHeading")}>
      <WhenField when={when} onChange={setWhen} complain={asked} />
      <ExpiryField expires={expires} when={when} onChange={setExpires} complain={asked} />
      <FinishTime estimate={estimate} when={when} expires={expires} />
      <ApprovalHint needed={approval} />
      {net === 0 && (
        <MessageBar intent="warning" layout="multiline"><MessageBarBody>{t("nobody")}</MessageBarBody></MessageBar>
      )}
      {changed && (
        <MessageBar intent="warning" layout="multiline" role="alert">
          <MessageBarBody>{t("changed")}</MessageBarBody>
          <MessageBarActions><Button onClick={onReload}>{t("reload")}</Button></MessageBarActions>
        </MessageBar>
      )}
      <SendFailed error={error} view={view} />
      <Button
        appearance="primary"
        size="large"
        className={styles.button}
        icon={busy ? <Spinner size="tiny" /> : <Icon />}
        disabled={!complete || net === 0 || estimate.status === "LOADING"}
        disabledFocusable={busy}
        onClick={press}
      >
        {busy ? t("sending") : words}
      </Button>
      {confirming && net !== undefined && (
        <ConfirmPeopleDialog
          people={net}
          title={view.message.title ?? ""}
          confirm={words}
          onConfirm={() => void send(when, expires, net)}
          onClose={() => setConfirming(false)}
        />
      )}
      {estimate.status === "LOADING" && <Text size={200} className={styles.quiet}>{t("counting")}</Text>}
    </Section>
  );
}

function buttonText(t: ReturnType<typeof useTranslations>, later: boolean, net: number | undefined): string {
  if (net === undefined) return t(later ? "scheduleUnknown" : "sendUnknown");
  return t(later ? "schedule" : "send", { count: net });
}

/** The id of the first field that needs the author; for a time that happens twice, of the choice between the two. */
function wrongField(when: When, expires: Expires): string | undefined {
  const now = new Date();
  const problem = whenProblem(when, now);
  if (problem) return problem === "timeTwice" ? `${WHEN_FIELD_ID}-which` : WHEN_FIELD_ID;
  const late = expiryProblem(expires, when, now);
  if (late) return late === "timeTwice" ? `${EXPIRY_FIELD_ID}-which` : EXPIRY_FIELD_ID;
  return undefined;
}

function expiresOf({ expiresAt }: BroadcastView): Expires {
  const typed = typedTimeOf(expiresAt, new Date());
  return { ...typed, on: typed.time !== "" };
}

type FinishProps = { estimate: EstimateState; when: When; expires: Expires };

/** When the last person has it: worth saying as a time only once it takes longer than a glance. */
function FinishTime({ estimate: { estimate }, when, expires }: FinishProps) {
  const t = useTranslations("review");
  const format = useFormatter();
  const styles = useStyles();
  const seconds = estimate?.durationSeconds ?? 0;
  if (!estimate || seconds === 0) return null;
  const start = when.kind === "NOW" ? new Date(estimate.estimatedAt) : momentOf(when);
  if (!start) return null;
  const end = new Date(start.getTime() + seconds * 1000);
  const expiry = expires.on ? momentOf(expires) : undefined;
  const precise = seconds < 120;
  const at = format.dateTime(end, { dateStyle: "medium", timeStyle: precise ? "medium" : "short" });
  return (
    <>
      <Text size={300} className={styles.quiet}>{t("finish", { at })}</Text>
      {expiry && expiry > start && expiry < end && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{t("expiry.tooSoon")}</MessageBarBody>
        </MessageBar>
      )}
    </>
  );
}

function SendFailed({ error, view }: { error: ProblemError | undefined; view: BroadcastView }) {
  const t = useTranslations("review");
  const problemText = useProblemText();
  if (!error) return null;
  if (error.status === 409) {
    return (
      <MessageBar intent="warning" layout="multiline" role="alert">
        <MessageBarBody>{t("moved")}</MessageBarBody>
        <MessageBarActions>
          <LinkButton href={`/broadcasts/${view.id}`}>{t("openReport")}</LinkButton>
        </MessageBarActions>
      </MessageBar>
    );
  }
  const sentence = t("refused", { reason: problemText(error) });
  const fields = issuesFromServer(error.issues.filter(({ path }) => !OWN_FIELDS.includes(path)));
  if (fields.length > 0) return <IssueSummary issues={fields} title={sentence} base={`/broadcasts/${view.id}/edit`} />;
  return (
    <MessageBar intent="error" layout="multiline" role="alert">
      <MessageBarBody>{sentence}</MessageBarBody>
    </MessageBar>
  );
}

"use client";

// The review of a broadcast on its page: why somebody else must approve it and to how many people it goes, what was said
// so far, and for whoever may decide, the decision. It stays there afterwards, as the account of who approved.
import { makeStyles, MessageBar, MessageBarBody, Text, tokens } from "@fluentui/react-components";
import { useFormatter, useTranslations } from "use-intl";

import { ReportCard } from "@/app/_components/report-card";
import { usePerson } from "@/app/_components/shell-context";
import { When } from "@/app/_components/when";
import type { DecisionView, ReviewView } from "@/lib/domain/approval-view";
import type { BroadcastDetail } from "@/lib/domain/views";

import { DecisionForm } from "./decision-form";

const useStyles = makeStyles({
  list: { display: "grid", rowGap: "12px", margin: 0, padding: 0, listStyleType: "none" },
  comment: {
    margin: "4px 0 0",
    paddingInlineStart: "12px",
    borderInlineStartStyle: "solid",
    borderInlineStartWidth: "3px",
    borderInlineStartColor: tokens.colorNeutralStroke1,
    whiteSpace: "pre-wrap",
    overflowWrap: "anywhere",
  },
  quiet: { color: tokens.colorNeutralForeground3 },
  reasons: { margin: "0", paddingInlineStart: "20px" },
});

export function ReportReview({ detail, onChanged }: { detail: BroadcastDetail; onChanged: () => void }) {
  const styles = useStyles();
  const t = useTranslations("approval");
  const { id } = usePerson();
  const { review } = detail;
  if (!review) return null;
  const mine = review.open && review.waitingFor.some((person) => person.id === id);
  return (
    <ReportCard title={t("title")}>
      <Standing detail={detail} review={review} />
      {review.open && <Why review={review} />}
      {review.open && <Asked detail={detail} />}
      {review.decisions.length > 0 && (
        <ul className={styles.list} aria-label={t("decisions")}>
          {review.decisions.map((decision) => <Said key={decision.at + decision.name} decision={decision} />)}
        </ul>
      )}
      {mine && <DecisionForm detail={detail} round={review.round} onChanged={onChanged} />}
    </ReportCard>
  );
}

function Standing({ detail: { status }, review }: { detail: BroadcastDetail; review: ReviewView }) {
  const t = useTranslations("approval");
  const [last] = review.decisions;
  if (review.open) {
    return (
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>
          {t("open", { name: review.requestedName, given: review.given, needed: review.needed })}
          {" "}
          {review.waitingFor.length === 0
            ? t("nobody")
            : t("waitingFor", { names: review.waitingFor.map(({ name }) => name).join(", ") })}
        </MessageBarBody>
      </MessageBar>
    );
  }
  const back = status === "DRAFT" || status === "PAUSED";
  if (back && last?.current && last.decision === "REJECTED") {
    return (
      <MessageBar intent="error" layout="multiline">
        <MessageBarBody>{t("rejected", { name: last.name })}</MessageBarBody>
      </MessageBar>
    );
  }
  return <Text>{t(review.approvedAt === null ? "over" : "approved")}</Text>;
}

/** Why, and the number that the server counted when it was asked for. */
function Why({ review: { reasons, people } }: { review: ReviewView }) {
  const styles = useStyles();
  const t = useTranslations("approval");
  return (
    <div>
      <Text weight="semibold" block>{people === null ? t("people.unknown") : t("people.known", { count: people })}</Text>
      <ul className={styles.reasons}>{reasons.map((reason) => <li key={reason}>{t(`reason.${reason}`)}</li>)}</ul>
    </div>
  );
}

/** What happens with the last approval. */
function Asked({ detail: { scheduledAt, expiresAt, recurrence } }: { detail: BroadcastDetail }) {
  const styles = useStyles();
  const t = useTranslations("approval");
  const format = useFormatter();
  const at = (moment: string) => format.dateTime(new Date(moment), { dateStyle: "full", timeStyle: "short" });
  const passed = scheduledAt !== null && new Date(scheduledAt) <= new Date();
  const words = recurrence ? t("asked.repeat") : scheduledAt === null ? t("asked.now") : t("asked.at", { at: at(scheduledAt) });
  return (
    <div>
      <Text block>{words}</Text>
      {passed && (
        <MessageBar intent="warning" layout="multiline"><MessageBarBody>{t("asked.passed")}</MessageBarBody></MessageBar>
      )}
      {expiresAt !== null && <Text size={200} className={styles.quiet}>{t("asked.expires", { at: at(expiresAt) })}</Text>}
    </div>
  );
}

function Said({ decision: { name, decision, comment, revision, current, at } }: { decision: DecisionView }) {
  const styles = useStyles();
  const t = useTranslations("approval");
  return (
    <li>
      <Text weight="semibold">{t(`said.${decision}`, { name: name === "" ? t("erased") : name })}</Text>{" "}
      <Text size={200} className={styles.quiet}>
        <When at={at} exact /> · {t(current ? "version" : "earlier", { revision })}
      </Text>
      {comment !== "" && <p className={styles.comment} dir="auto">{comment}</p>}
    </li>
  );
}

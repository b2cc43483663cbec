"use client";

// Approve or reject, with a comment; a rejection needs one. The decision is about what this page has shown: its revision
// goes along, and something newer is not decided about.
import { Button, Field, makeStyles, Text, Textarea } from "@fluentui/react-components";
import { CheckmarkRegular } from "@fluentui/react-icons/svg/checkmark";
import { DismissRegular } from "@fluentui/react-icons/svg/dismiss";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";

import { apiSend } from "@/app/_components/api";
import { ProblemBar } from "@/app/_components/problem-bar";
import { useCommand } from "@/app/_components/use-command";
import { useToast } from "@/app/_components/use-toast";
import { type ApprovalDecision, MAX_COMMENT } from "@/lib/domain/approval";
import type { BroadcastDetail } from "@/lib/domain/views";

const useStyles = makeStyles({
  form: { display: "grid", gridTemplateColumns: "minmax(0, 1fr)", rowGap: "12px" },
  buttons: { display: "flex", flexWrap: "wrap", gap: "8px" },
});

type Props = { detail: BroadcastDetail; round: number; onChanged: () => void };

export function DecisionForm({ detail: { id, revision, review }, round, onChanged }: Props) {
  const styles = useStyles();
  const t = useTranslations("approval");
  const toast = useToast();
  const { run, busy, error } = useCommand();
  const [comment, setComment] = useState("");
  const [missing, setMissing] = useState(false);
  const fieldId = useId();
  const decide = (decision: ApprovalDecision) => {
    const mute = decision === "REJECTED" && comment.trim() === "";
    setMissing(mute);
    if (mute) return document.getElementById(fieldId)?.focus();
    void run(async () => {
      await apiSend("POST", `/api/broadcasts/${id}/decide`, { body: { decision, comment, round }, revision });
      toast(t(`done.${decision}`));
    }).then(onChanged);
  };
  const people = review?.people ?? null;
  return (
    <div role="group" aria-label={t("decide")} className={styles.form}>
      <Text weight="semibold">{t("yours")}</Text>
      <ProblemBar error={error} />
      <Field
        label={t("comment")}
        hint={t("commentHint")}
        {...(missing && { validationMessage: t("commentMissing") })}
      >
        <Textarea
          id={fieldId}
          dir="auto"
          value={comment}
          maxLength={MAX_COMMENT}
          resize="vertical"
          onChange={(_event, { value }) => {
            setComment(value);
            setMissing(false);
          }}
        />
      </Field>
      <div className={styles.buttons}>
        <Button appearance="primary" icon={<CheckmarkRegular />} disabledFocusable={busy} onClick={() => decide("APPROVED")}>
          {people === null ? t("approveUnknown") : t("approve", { count: people })}
        </Button>
        <Button icon={<DismissRegular />} disabledFocusable={busy} onClick={() => decide("REJECTED")}>{t("reject")}</Button>
      </div>
    </div>
  );
}

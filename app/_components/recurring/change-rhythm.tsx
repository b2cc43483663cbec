"use client";

// Another rhythm for what repeats already. It may need approval anew, and is said to before; a large audience is typed.
import { Button, Checkbox, Field, makeStyles, MessageBar, MessageBarBody, Select } from "@fluentui/react-components";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";

import { apiSend } from "@/app/_components/api";
import { useNeedsApproval } from "@/app/_components/approval/approval-hint";
import { ConfirmPeopleDialog } from "@/app/_components/compose/confirm-people-dialog";
import { useDebounced } from "@/app/_components/compose/use-debounced";
import { useEstimate } from "@/app/_components/compose/use-estimate";
import { useNeedsTyping } from "@/app/_components/compose/use-needs-typing";
import { ProblemBar } from "@/app/_components/problem-bar";
import { useCommand } from "@/app/_components/use-command";
import { useLive } from "@/app/_components/use-live";
import { useToast } from "@/app/_components/use-toast";
import { reachOf } from "@/lib/domain/estimate";
import { cronOf, rhythmOf } from "@/lib/domain/recurrence";
import type { BroadcastDetail, BroadcastView, Page, RecurrenceView, TopicView } from "@/lib/domain/views";

import { NextRuns } from "./next-runs";
import { RhythmFields } from "./rhythm-fields";

const TYPING_MS = 400;

const useStyles = makeStyles({
  stack: { display: "grid", gridTemplateColumns: "minmax(0, 1fr)", rowGap: "12px" },
  buttons: { display: "flex", flexWrap: "wrap", gap: "8px" },
});

type Props = { detail: BroadcastDetail; recurrence: RecurrenceView; onChanged: () => void; onClose: () => void };

export function ChangeRhythm({ detail, recurrence, onChanged, onClose }: Props) {
  const styles = useStyles();
  const t = useTranslations("recurring");
  const shell = useTranslations("shell");
  const [choice, setChoice] = useState(() => rhythmOf(recurrence.cron));
  const [zone, setZone] = useState(recurrence.zone);
  const [limits, setLimits] = useState<Limits>(() => limitsOf(recurrence));
  const { save, busy, error } = useRepeat(detail, () => {
    onChanged();
    onClose();
  });
  const { people, needed, counting } = useConsequences(detail);
  const typing = useNeedsTyping(people);
  const [confirming, setConfirming] = useState(false);
  const rhythm = { cron: cronOf(choice), zone, ...limits };
  const cron = useDebounced(rhythm.cron, TYPING_MS);
  return (
    <div className={styles.stack} role="group" aria-label={t("change.title")}>
      <RhythmFields choice={choice} onChange={setChoice} />
      <ZoneField zone={zone} own={recurrence.zone} onChange={setZone} />
      <LimitBoxes recurrence={recurrence} limits={limits} onChange={setLimits} />
      <NextRuns cron={cron} zone={zone} {...limits} />
      {needed && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{t(detail.status === "PAUSED" ? "again.paused" : "again.active")}</MessageBarBody>
        </MessageBar>
      )}
      <ProblemBar error={error} />
      <div className={styles.buttons}>
        <Button
          appearance="primary"
          disabled={counting}
          disabledFocusable={busy}
          onClick={() => (typing ? setConfirming(true) : save(rhythm))}
        >
          {t("change.save")}
        </Button>
        <Button onClick={onClose}>{shell("goBack")}</Button>
      </div>
      {confirming && people !== undefined && (
        <ConfirmPeopleDialog
          people={people}
          title={detail.message.title ?? ""}
          confirm={t("change.save")}
          onConfirm={() => save({ ...rhythm, confirmed: people })}
          onClose={() => setConfirming(false)}
        />
      )}
    </div>
  );
}

/** Set through the API, and kept unless they are unticked: with an end that has passed nothing would run any more. */
type Limits = { startsAt?: string; endsAt?: string };

function limitsOf({ startsAt, endsAt }: RecurrenceView): Limits {
  return { ...(startsAt !== null && { startsAt }), ...(endsAt !== null && { endsAt }) };
}

/** Of the broadcast as it was when the form was opened: somebody else's change is not undone unseen. */
function useRepeat({ id, revision: now }: BroadcastDetail, onDone: () => void) {
  const [revision] = useState(now);
  const t = useTranslations("recurring");
  const toast = useToast();
  const { run, busy, error } = useCommand();
  const save = (body: Limits & { cron: string; zone: string; confirmed?: number }) => void run(async () => {
    const { status } = await apiSend<BroadcastView>("POST", `/api/broadcasts/${id}/repeat`, { body, revision });
    toast(t(status === "IN_REVIEW" ? "saved.inReview" : status === "PAUSED" ? "saved.paused" : "change.done"));
    onDone();
  });
  return { save, busy, error };
}

/** How many it reaches now, and, by what is known here, whether somebody else must approve the change. */
function useConsequences(detail: BroadcastDetail) {
  const topics = useLive<Page<TopicView>>("/api/topics?limit=200", 0);
  const { estimate, status } = useEstimate(detail.audience, detail);
  const topic = topics.data?.items.find(({ key }) => key === detail.topic);
  const needed = useNeedsApproval({ view: detail, topic, people: estimate?.total });
  return { people: estimate ? reachOf(estimate, detail.onMissing) : undefined, needed, counting: status === "LOADING" };
}

/** Its own zone, or that of whoever looks. */
function ZoneField({ zone, own, onChange }: { zone: string; own: string; onChange: (zone: string) => void }) {
  const t = useTranslations("recurring");
  const zones = [...new Set([own, Intl.DateTimeFormat().resolvedOptions().timeZone])];
  return (
    <Field label={t("change.zone")}>
      <Select value={zone} onChange={(_, { value }) => onChange(value)}>
        {zones.map((one) => <option key={one} value={one}>{one}</option>)}
      </Select>
    </Field>
  );
}

type BoxesProps = { recurrence: RecurrenceView; limits: Limits; onChange: (limits: Limits) => void };

function LimitBoxes({ recurrence, limits, onChange }: BoxesProps) {
  const t = useTranslations("recurring");
  const format = useFormatter();
  return (["startsAt", "endsAt"] as const).map((name) => {
    const at = recurrence[name];
    if (at === null) return null;
    const { [name]: _dropped, ...others } = limits;
    const words = format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "short", timeZone: recurrence.zone });
    return (
      <Checkbox
        key={name}
        label={t(`change.${name}`, { at: words })}
        checked={limits[name] !== undefined}
        onChange={(_, { checked }) => onChange(checked === true ? { ...limits, [name]: at } : others)}
      />
    );
  });
}

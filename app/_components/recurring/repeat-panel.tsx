"use client";

// Instead of sending a draft once: it begins to repeat, in the zone of whoever presses the button, after they saw when.
import { Button, Text } from "@fluentui/react-components";
import { ArrowRepeatAllRegular } from "@fluentui/react-icons/svg/arrow-repeat-all";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { apiSend } from "@/app/_components/api";
import { ConfirmPeopleDialog } from "@/app/_components/compose/confirm-people-dialog";
import { Section } from "@/app/_components/compose/section";
import { useDebounced } from "@/app/_components/compose/use-debounced";
import { useNeedsTyping } from "@/app/_components/compose/use-needs-typing";
import { ProblemBar } from "@/app/_components/problem-bar";
import { useCommand } from "@/app/_components/use-command";
import { useToast } from "@/app/_components/use-toast";
import { cronOf, rhythmOf } from "@/lib/domain/recurrence";
import type { BroadcastView } from "@/lib/domain/views";

import { NextRuns } from "./next-runs";
import { RhythmFields } from "./rhythm-fields";

const EACH_MONDAY = "0 9 * * 1";
const TYPING_MS = 400;

/** `people`: how many it reaches now, once that is counted. */
type Props = { view: BroadcastView; complete: boolean; people: number | undefined };

export function RepeatPanel({ view: { id, revision, message }, complete, people }: Props) {
  const t = useTranslations("recurring");
  const a = useTranslations("approval");
  const toast = useToast();
  const router = useRouter();
  const { run, busy, error } = useCommand();
  const [open, setOpen] = useState(false);
  const [choice, setChoice] = useState(() => rhythmOf(EACH_MONDAY));
  const cron = cronOf(choice);
  const shown = useDebounced(cron, TYPING_MS);
  const { timeZone: zone } = Intl.DateTimeFormat().resolvedOptions();
  const typing = useNeedsTyping(people);
  const [confirming, setConfirming] = useState(false);
  const repeat = (confirmed?: number) => void run(async () => {
    const body = { cron, zone, ...(confirmed !== undefined && { confirmed }) };
    const { status } = await apiSend<BroadcastView>("POST", `/api/broadcasts/${id}/repeat`, { body, revision });
    toast(status === "IN_REVIEW" ? a("sent") : t("begun"));
    router.push(`/broadcasts/${id}`);
  });
  if (!open) {
    return (
      <div>
        <Button appearance="subtle" icon={<ArrowRepeatAllRegular />} onClick={() => setOpen(true)}>{t("open")}</Button>
      </div>
    );
  }
  return (
    <Section heading={t("title")}>
      <Text>{t("about", { zone })}</Text>
      <RhythmFields choice={choice} onChange={setChoice} />
      <NextRuns cron={shown} zone={zone} />
      <ProblemBar error={error} />
      <div>
        <Button
          icon={<ArrowRepeatAllRegular />}
          disabled={!complete}
          disabledFocusable={busy}
          onClick={() => (typing ? setConfirming(true) : repeat())}
        >
          {t("begin")}
        </Button>
      </div>
      {confirming && people !== undefined && (
        <ConfirmPeopleDialog
          people={people}
          title={message.title ?? ""}
          confirm={t("begin")}
          onConfirm={() => repeat(people)}
          onClose={() => setConfirming(false)}
        />
      )}
    </Section>
  );
}

"use client";

// What holds authors back from sending to everybody by accident or malice: the number they type, and how often they may send.
import { Button, Field, Input, makeStyles, Text } from "@fluentui/react-components";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { apiSend } from "@/app/_components/api";
import { ProblemBar } from "@/app/_components/problem-bar";
import { ReportCard } from "@/app/_components/report-card";
import { useCommand } from "@/app/_components/use-command";
import { useLive } from "@/app/_components/use-live";
import { useToast } from "@/app/_components/use-toast";
import type { SendLimits } from "@/lib/domain/send-limits";

const PATH = "/api/send-limits";
const FIELDS = ["confirmAbove", "broadcastsPerHour"] as const;

const useStyles = makeStyles({
  stack: { display: "grid", gridTemplateColumns: "minmax(0, 1fr)", rowGap: "12px" },
  number: { maxWidth: "160px" },
  save: { justifySelf: "start" },
});

export function SendLimitsCard() {
  const t = useTranslations("settings.limits");
  const live = useLive<SendLimits>(PATH, 0);
  return (
    <ReportCard title={t("title")}>
      <Text>{t("about")}</Text>
      <ProblemBar error={live.error} onRetry={() => void live.refresh()} />
      {live.data && <LimitsForm key={JSON.stringify(live.data)} limits={live.data} onSaved={live.replace} />}
    </ReportCard>
  );
}

function LimitsForm({ limits, onSaved }: { limits: SendLimits; onSaved: (limits: SendLimits) => void }) {
  const styles = useStyles();
  const t = useTranslations("settings.limits");
  const toast = useToast();
  const { run, busy, error } = useCommand();
  const before = { confirmAbove: shown(limits.confirmAbove), broadcastsPerHour: shown(limits.broadcastsPerHour) };
  const [typed, setTyped] = useState(before);
  const save = () => void run(async () => {
    const body = { confirmAbove: sent(typed.confirmAbove), broadcastsPerHour: sent(typed.broadcastsPerHour) };
    onSaved(await apiSend<SendLimits>("PUT", PATH, { body }));
    toast(t("saved"));
  });
  return (
    <div className={styles.stack}>
      {FIELDS.map((name) => {
        const fault = error?.issues.find(({ path }) => path === name)?.message;
        return (
          <Field
            key={name}
            label={t(`${name}.label`)}
            hint={t(`${name}.hint`)}
            validationState={fault === undefined ? "none" : "error"}
            validationMessage={fault ?? null}
          >
            <Input
              className={styles.number}
              inputMode="numeric"
              placeholder={t("off")}
              value={typed[name]}
              onChange={(_event, { value }) => setTyped((now) => ({ ...now, [name]: value }))}
            />
          </Field>
        );
      })}
      {error && error.issues.length === 0 && <ProblemBar error={error} />}
      <Button appearance="primary" className={styles.save} disabledFocusable={busy} onClick={save}>{t("save")}</Button>
    </div>
  );
}

function shown(limit: number | null): string {
  return limit === null ? "" : String(limit);
}

/** Empty is off; what is no number goes as it is, and the server says so at the field. */
function sent(text: string): number | string | null {
  const words = text.trim();
  if (words === "") return null;
  return /^\d+$/.test(words) ? Number(words) : words;
}

"use client";

// The days of one rule. An empty field keeps for ever; the server says what is too short, at the field.
import { Button, Field, Input, makeStyles } from "@fluentui/react-components";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { apiSend } from "@/app/_components/api";
import { useCommand } from "@/app/_components/use-command";
import { useToast } from "@/app/_components/use-toast";
import type { UpkeepView } from "@/lib/domain/upkeep-view";

const useStyles = makeStyles({
  row: { display: "flex", flexWrap: "wrap", alignItems: "flex-start", gap: "8px" },
  input: { width: "110px", minWidth: "110px" },
});

type Props = { rule: UpkeepView["rules"][number]; name: string; onChanged: (view: UpkeepView) => void };

export function DaysField({ rule: { rule, days, defaultDays, leastDays }, name, onChanged }: Props) {
  const styles = useStyles();
  const t = useTranslations("settings.keep");
  const toast = useToast();
  const { run, busy, error } = useCommand();
  const saved = days === null ? "" : String(days);
  const [typed, setTyped] = useState(saved);
  const changed = typed.trim() !== saved;
  const save = () => void run(async () => {
    const body = { rule, days: typed.trim() === "" ? null : Number(typed) };
    onChanged(await apiSend<UpkeepView>("PUT", "/api/retention", { body }));
    toast(t("saved"));
  });
  const message = error && (error.issues[0]?.message ?? error.message);
  return (
    <div className={styles.row}>
      <Field
        hint={t("hint", { least: leastDays, usual: defaultDays })}
        validationMessage={message ?? null}
        validationState={message === undefined ? "none" : "error"}
      >
        <Input
          aria-label={t("daysOf", { what: name })}
          className={styles.input}
          inputMode="numeric"
          placeholder={t("forEver")}
          value={typed}
          onChange={(_, { value }) => setTyped(value)}
        />
      </Field>
      {changed && <Button disabledFocusable={busy} aria-label={`${t("save")}: ${name}`} onClick={save}>{t("save")}</Button>}
    </div>
  );
}

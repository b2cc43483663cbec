"use client";

// Which broadcasts a second person must approve, and who: changed together, with one button.
import { Button, Checkbox, Field, Input, makeStyles, Switch, Text } from "@fluentui/react-components";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";

import { apiSend } from "@/app/_components/api";
import { ProblemBar } from "@/app/_components/problem-bar";
import { ReportCard } from "@/app/_components/report-card";
import { useCommand } from "@/app/_components/use-command";
import { useLive } from "@/app/_components/use-live";
import { useToast } from "@/app/_components/use-toast";
import type { ApprovalRule } from "@/lib/domain/approval";
import type { ApprovalRuleView } from "@/lib/domain/approval-view";

const PATH = "/api/approval-rule";
const USUAL_LIMIT = "100";

const useStyles = makeStyles({
  stack: { display: "grid", gridTemplateColumns: "minmax(0, 1fr)", rowGap: "8px" },
  number: { maxWidth: "160px" },
  group: { display: "grid", border: 0, margin: 0, padding: 0 },
  legend: { padding: 0 },
  save: { justifySelf: "start" },
});

export function ApprovalCard() {
  const t = useTranslations("settings.approval");
  const live = useLive<ApprovalRuleView>(PATH, 0);
  return (
    <ReportCard title={t("title")}>
      <Text>{t("about")}</Text>
      <ProblemBar error={live.error} onRetry={() => void live.refresh()} />
      {live.data && <RuleForm key={JSON.stringify(live.data)} view={live.data} onSaved={live.replace} />}
    </ReportCard>
  );
}

type FormProps = { view: ApprovalRuleView; onSaved: (view: ApprovalRuleView) => void };

function RuleForm({ view, onSaved }: FormProps) {
  const styles = useStyles();
  const t = useTranslations("settings.approval");
  const toast = useToast();
  const { run, busy, error } = useCommand();
  const { approvers, ...saved } = view;
  const [rule, setRule] = useState<ApprovalRule>(saved);
  const [limit, setLimit] = useState(saved.above === null ? USUAL_LIMIT : String(saved.above));
  const [needed, setNeeded] = useState(String(saved.needed));
  const change = (part: Partial<ApprovalRule>) => setRule((before) => ({ ...before, ...part }));
  const wrong = (path: string) => {
    const message = error?.issues.find((issue) => issue.path === path)?.message;
    return message === undefined ? {} : { validationMessage: message };
  };
  const save = () => void run(async () => {
    const above = rule.above === null ? null : Number(limit.trim() === "" ? "x" : limit);
    onSaved(await apiSend<ApprovalRuleView>("PUT", PATH, { body: { ...rule, above, needed: Number(needed) } }));
    toast(t("saved"));
  });
  const named = rule.approverIds.length > 0;
  return (
    <div className={styles.stack}>
      <Switch
        label={t("size")}
        checked={rule.above !== null}
        onChange={(_event, { checked }) => change({ above: checked ? 0 : null })}
      />
      {rule.above !== null && (
        <Field label={t("above")} {...wrong("above")}>
          <Input className={styles.number} inputMode="numeric" value={limit} onChange={(_event, { value }) => setLimit(value)} />
        </Field>
      )}
      <Switch label={t("urgent")} checked={rule.urgent} onChange={(_event, { checked: urgent }) => change({ urgent })} />
      <Switch
        label={t("mandatory")}
        checked={rule.mandatory}
        onChange={(_event, { checked: mandatory }) => change({ mandatory })}
      />
      {!named && (
        <Field label={t("needed")} hint={t("neededHint")} {...wrong("needed")}>
          <Input
            className={styles.number} inputMode="numeric" value={needed} onChange={(_event, { value }) => setNeeded(value)}
          />
        </Field>
      )}
      <Named view={view} chosen={rule.approverIds} onChange={(approverIds) => change({ approverIds })} />
      {error && error.issues.length === 0 && <ProblemBar error={error} />}
      <Button appearance="primary" className={styles.save} disabledFocusable={busy} onClick={save}>{t("save")}</Button>
    </div>
  );
}

type NamedProps = { view: ApprovalRuleView; chosen: readonly string[]; onChange: (ids: string[]) => void };

function Named({ view: { approvers, approverIds }, chosen, onChange }: NamedProps) {
  const styles = useStyles();
  const t = useTranslations("settings.approval");
  const s = useTranslations("shell");
  const id = useId();
  const known = new Set(approvers.map((person) => person.id));
  const lost = approverIds.filter((one) => !known.has(one)).length;
  return (
    <fieldset className={styles.group} aria-describedby={id}>
      <legend className={styles.legend}>{t("named")}</legend>
      <Text size={200} id={id}>{t(approvers.length === 0 ? "namedNobody" : "namedHint")}</Text>
      {approvers.map((person) => (
        <Checkbox
          key={person.id}
          label={`${person.name} (${s(`role.${person.role}`)})`}
          checked={chosen.includes(person.id)}
          onChange={(_event, { checked }) =>
            onChange(checked === true ? [...chosen, person.id] : chosen.filter((one) => one !== person.id && known.has(one)))}
        />
      ))}
      {lost > 0 && <Text size={200}>{t("namedLost", { count: lost })}</Text>}
    </fieldset>
  );
}

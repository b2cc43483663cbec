"use client";

// The questions of the chosen kind, in the order in which the card answers them.
import { Caption1, makeStyles, tokens } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import { LIMITS, REQUIRED_FIELDS } from "@/lib/domain/message";

import { useCompose } from "./compose-context";
import type { TextField as FieldName } from "./draft-form";
import { LanguageField } from "./language-field";
import { Section } from "./section";
import { TextField } from "./text-field";
import { TopicField } from "./topic-field";
import { VariableMenu } from "./variable-menu";

const SHORT: readonly FieldName[] = ["affected", "actor"];

const useStyles = makeStyles({
  pair: {
    display: "grid",
    gap: tokens.spacingHorizontalL,
    gridTemplateColumns: "repeat(auto-fit, minmax(min(220px, 100%), 1fr))",
    alignItems: "start",
  },
  note: { color: tokens.colorNeutralForeground3 },
});

export function MessageFields() {
  const { form, standing, template = false } = useCompose();
  const t = useTranslations("compose");
  const styles = useStyles();
  const fields = REQUIRED_FIELDS[form.kind ?? "NOTIFICATION"];
  const command = <VariableMenu fallbackName={`message.${fields[1]}`} />;
  return (
    <Section heading={t("section.message")} command={command}>
      {!standing && !template && <TopicField />}
      <TextField field="title" limit={LIMITS.title} lines="one" required />
      {fields.filter((field) => field !== "title" && !SHORT.includes(field)).slice(0, 1).map(renderLong)}
      {form.kind === "NOTIFICATION" && (
        <div className={styles.pair}>
          {SHORT.map((field) => (
            <TextField key={field} field={field} limit={LIMITS.shortText} lines="one" required />
          ))}
        </div>
      )}
      {fields.filter((field) => field !== "title" && !SHORT.includes(field)).slice(1).map(renderLong)}
      <Caption1 className={styles.note}>{t("guide.markdown")}</Caption1>
      <div className={styles.pair}>
        <TextField field="summary" limit={LIMITS.summary} lines="one" />
        <LanguageField />
      </div>
    </Section>
  );
}

function renderLong(field: FieldName) {
  const limit = field === "optOutHint" ? LIMITS.shortText : LIMITS.text;
  return <TextField key={field} field={field} limit={limit} lines="many" required />;
}

"use client";

// One text of the message: label, a sentence on what a good answer looks like, an example as placeholder, what is
// wrong, and a count once the limit comes near. Text beyond the limit is kept and complained about, never cut.
import { Field, Input, makeStyles, Text, Textarea, tokens } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import { useCompose } from "./compose-context";
import type { TextField as FieldName } from "./draft-form";
import { fieldIdOf } from "./draft-issues";
import { useFieldLabelProps } from "./field-label";

const COUNT_FROM = 0.8;

const useStyles = makeStyles({
  // The box grows with what is written, where the browser knows how.
  area: { "& textarea": { fieldSizing: "content", minHeight: "64px", maxHeight: "320px" } },
  count: { display: "block", color: tokens.colorNeutralForeground3, textAlign: "end" },
});

type Props = { field: FieldName; limit: number; lines: "one" | "many"; required?: boolean };

export function TextField({ field, limit, lines, required = false }: Props) {
  const { form, change, issueAt, touch, template = false } = useCompose();
  const t = useTranslations("compose");
  const styles = useStyles();
  const needed = required && !template;
  const label = useFieldLabelProps(t(`field.${field}`), needed);
  const path = `message.${field}`;
  const value = form.texts[field];
  const issue = issueAt(path);
  const control = {
    value,
    name: path,
    lang: form.lang,
    dir: "auto" as const,
    placeholder: t.has(`example.${field}`) ? t(`example.${field}`) : "",
    "aria-required": needed,
    onChange: (_event: unknown, data: { value: string }) => change({ type: "text", field, value: data.value }),
    onBlur: () => touch(path),
  };
  return (
    <div id={fieldIdOf(path)}>
      <Field label={label} hint={t(`guide.${field}`)} {...(issue && { validationMessage: issue })}>
        {lines === "one" ? <Input {...control} /> : <Textarea {...control} resize="vertical" className={styles.area} />}
      </Field>
      {value.length > limit * COUNT_FROM && (
        <Text size={200} className={styles.count}>{t("count", { length: value.length, max: limit })}</Text>
      )}
    </div>
  );
}

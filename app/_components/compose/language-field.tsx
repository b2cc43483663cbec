"use client";

// The language a message is written in, by name, as the reader of the console calls it.
import { Field, Select } from "@fluentui/react-components";
import { useMemo } from "react";
import { useLocale, useTranslations } from "use-intl";

import { useCompose } from "./compose-context";
import { fieldIdOf } from "./draft-issues";
import { useFieldLabelProps } from "./field-label";

/** The languages Teams itself is most used in; a draft from elsewhere may name any other. */
const LANGUAGES = [
  "ar", "bg", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi", "hr", "hu", "id", "it", "ja",
  "ko", "lt", "lv", "nb", "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "th", "tr", "uk", "vi", "zh",
];

export function LanguageField() {
  const { form, change, issueAt } = useCompose();
  const t = useTranslations("compose");
  const locale = useLocale();
  const label = useFieldLabelProps(t("field.lang"), false);
  const issue = issueAt("message.lang");
  const options = useMemo(() => nameLanguages(locale, form.lang), [locale, form.lang]);
  return (
    <div id={fieldIdOf("message.lang")}>
      <Field label={label} hint={t("guide.lang")} {...(issue && { validationMessage: issue })}>
        <Select value={form.lang} onChange={(_event, data) => change({ type: "set", values: { lang: data.value } })}>
          {options.map(({ tag, name }) => (
            <option key={tag} value={tag}>{name}</option>
          ))}
        </Select>
      </Field>
    </div>
  );
}

function nameLanguages(locale: string, current: string): { tag: string; name: string }[] {
  const names = new Intl.DisplayNames([locale], { type: "language", fallback: "code" });
  const tags = LANGUAGES.includes(current) ? LANGUAGES : [current, ...LANGUAGES];
  const named = tags.map((tag) => ({ tag, name: nameOf(names, tag) }));
  return named.sort((a, b) => a.name.localeCompare(b.name, locale));
}

function nameOf(names: Intl.DisplayNames, tag: string): string {
  try {
    return names.of(tag) ?? tag;
  } catch (error) {
    // A tag our schema allows may still not be one of Intl's.
    if (error instanceof RangeError) return tag;
    throw error;
  }
}

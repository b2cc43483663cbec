"use client";

// The topic: what people opt out of. Once chosen it can be changed but not emptied.
import { Field, Select } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import { useCompose } from "./compose-context";
import { fieldIdOf } from "./draft-issues";
import { useFieldLabelProps } from "./field-label";

export function TopicField() {
  const { form, change, topics, issueAt, touch } = useCompose();
  const t = useTranslations("compose");
  const label = useFieldLabelProps(t("field.topic"), true);
  const chosen = topics.find(({ key }) => key === form.topic);
  const issue = issueAt("topic");
  // A topic that is no longer in the list stays visible under its key rather than vanishing from the draft.
  const missing = form.topic !== null && !chosen;
  return (
    <div id={fieldIdOf("topic")}>
      <Field
        label={label}
        hint={t(chosen?.mandatory ? "guide.topicMandatory" : "guide.topic")}
        {...(issue && { validationMessage: issue })}
      >
        <Select
          value={form.topic ?? ""}
          aria-required
          onChange={(_event, data) => data.value && change({ type: "set", values: { topic: data.value } })}
          onBlur={() => touch("topic")}
        >
          {form.topic === null && <option value="">{t("choices")}</option>}
          {missing && <option value={form.topic ?? ""}>{form.topic}</option>}
          {topics.map(({ key, name }) => (
            <option key={key} value={key}>{name}</option>
          ))}
        </Select>
      </Field>
    </div>
  );
}

"use client";

// The state of the topic form: values, what is wrong with them by the same schema the server uses, and saving. Only what was
// changed here is sent: somebody else may have changed the rest since the form was opened.
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";

import { type TopicInput, topicInputSchema } from "@/lib/domain/topic";
import type { TopicView } from "@/lib/domain/views";

import { apiSend, type ProblemError } from "./api";
import { changedFields } from "./changed-fields";
import { suggestTopicKey } from "./suggest-topic-key";
import { useCommand } from "./use-command";
import { useToast } from "./use-toast";

export type TopicValues = Required<TopicInput>;
type FieldName = keyof TopicValues;
type FieldProps = { validationState?: "error"; validationMessage?: string };

export type TopicForm = {
  values: TopicValues;
  busy: boolean;
  /** A refusal that concerns no single field. */
  problem: ProblemError | undefined;
  issueOf: (name: FieldName) => FieldProps;
  change: (patch: Partial<TopicValues>) => void;
  check: (name: FieldName) => void;
  submit: (event: FormEvent<HTMLFormElement>) => void;
};

const EMPTY: TopicValues = { key: "", name: "", description: "", mandatory: false };

export function useTopicForm(topic: TopicView | undefined, onSaved: () => void): TopicForm {
  const t = useTranslations("topics");
  const toast = useToast();
  const command = useCommand();
  const [opened] = useState<TopicValues>(topic ? pickValues(topic) : EMPTY);
  const [values, setValues] = useState(opened);
  const [checked, setChecked] = useState<ReadonlySet<FieldName>>(new Set());
  const faults = faultsOf(values, topic === undefined);

  const change = (patch: Partial<TopicValues>) => {
    setValues((before) => withSuggestedKey(before, patch, topic === undefined));
    command.clear();
  };
  const check = (name: FieldName) => setChecked((before) => new Set(before).add(name));
  const issueOf = (name: FieldName): FieldProps => {
    const refused = command.error?.issues.find((issue) => issue.path === name)?.message;
    const taken = refused !== undefined && command.error?.code === "CONFLICT" && name === "key";
    const message = (taken ? t("form.taken") : refused) ?? (checked.has(name) && faults.has(name) ? t(`form.fault.${name}`) : undefined);
    return message === undefined ? {} : { validationState: "error", validationMessage: message };
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setChecked(new Set(["name", "key", "description"]));
    const [first] = faults;
    if (first !== undefined) return focusField(event.currentTarget, first);
    void command.run(async () => {
      await (topic ? saveChanges(topic.id, changedFields(opened, values)) : apiSend("POST", "/api/topics", { body: values }));
      toast(t("saved", { name: values.name.trim() }));
      onSaved();
    });
  };
  const problem = command.error?.issues.length ? undefined : command.error;
  return { values, busy: command.busy, problem, issueOf, change, check, submit };
}

async function saveChanges(id: string, changes: Partial<TopicValues>): Promise<void> {
  if (Object.keys(changes).length > 0) await apiSend("PATCH", `/api/topics/${id}`, { body: changes });
}

function pickValues({ key, name, description, mandatory }: TopicView): TopicValues {
  return { key, name, description, mandatory };
}

// While the key still is what the name suggests, it follows the name.
function withSuggestedKey(before: TopicValues, patch: Partial<TopicValues>, isNew: boolean): TopicValues {
  const after = { ...before, ...patch };
  const follows = isNew && patch.name !== undefined && before.key === suggestTopicKey(before.name);
  return follows ? { ...after, key: suggestTopicKey(after.name) } : after;
}

/** Fields at fault, in the order of the form. */
function faultsOf(values: TopicValues, isNew: boolean): Set<FieldName> {
  const paths = topicInputSchema.safeParse(values).error?.issues.map((issue) => issue.path[0]) ?? [];
  const order: FieldName[] = isNew ? ["name", "key", "description"] : ["name", "description"];
  return new Set(order.filter((name) => paths.includes(name)));
}

function focusField(form: HTMLFormElement, name: FieldName) {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLElement) field.focus();
}

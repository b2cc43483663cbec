"use client";

// Until when a key works and how much it may do: the fields that making a key and changing one have in common.
import { Field, Input } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import type { ProblemError } from "@/app/_components/api";

/** As typed; an empty day is no end. */
export type LimitValues = { day: string; eventsPerMinute: string; peoplePerEvent: string };

type Props = {
  values: LimitValues;
  error: ProblemError | undefined;
  onChange: (patch: Partial<LimitValues>) => void;
};

export function LimitFields({ values, error, onChange }: Props) {
  const t = useTranslations("keys.field");
  return (
    <>
      <Field label={t("expires")} hint={t("expiresHint")} {...faultOf(error, "expiresAt")}>
        <Input type="date" value={values.day} onChange={(_, { value }) => onChange({ day: value })} />
      </Field>
      {(["eventsPerMinute", "peoplePerEvent"] as const).map((name) => (
        <Field key={name} label={t(name)} {...faultOf(error, name)}>
          <Input inputMode="numeric" value={values[name]} onChange={(_, { value }) => onChange({ [name]: value })} />
        </Field>
      ))}
    </>
  );
}

export function faultOf(error: ProblemError | undefined, path: string) {
  const issue = error?.issues.find((one) => one.path === path || one.path.startsWith(`${path}.`));
  return issue ? { validationState: "error" as const, validationMessage: issue.message } : {};
}

/** As the API takes them; the day to its end, where the admin is. */
export function sentLimits({ day, eventsPerMinute, peoplePerEvent }: LimitValues) {
  return { expiresAt: endOf(day), eventsPerMinute: wholeOf(eventsPerMinute), peoplePerEvent: wholeOf(peoplePerEvent) };
}

/** The last day before an end, as a date field writes it. */
export function dayBefore(end: string | null): string {
  if (end === null) return "";
  const last = new Date(Date.parse(end) - 1);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${last.getFullYear()}-${two(last.getMonth() + 1)}-${two(last.getDate())}`;
}

function endOf(day: string): string | null {
  const [year, month, date] = day.split("-").map(Number);
  if (!year || !month || !date) return null;
  return new Date(year, month - 1, date + 1).toISOString();
}

/** What is no number goes as it is, and the server says so at the field. */
function wholeOf(text: string): number | string {
  return /^\d+$/.test(text.trim()) ? Number(text) : text;
}

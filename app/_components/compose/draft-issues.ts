// What is wrong with a draft, by path (`message.title`, `topic`), as a code the composer can say in any language.
// MALFORMED keeps a draft from being saved; a GAP only keeps it from being sent; SERVER is what the API answered.
import { audienceOf } from "@/app/_components/audience/audience-draft";
import { type BroadcastInput, broadcastInputSchema } from "@/lib/domain/broadcast";
import { findGaps, type Issue as ApiIssue, textFields } from "@/lib/domain/message";
import { findUnknownVariables, findVariables } from "@/lib/domain/variables";

import { type DraftForm, inputOf, messageOf } from "./draft-form";

export type DraftIssue =
  | { severity: "MALFORMED"; path: string; code: "tooLong"; max: number; length: number }
  | { severity: "MALFORMED"; path: string; code: "address" | "language" | "other" }
  | { severity: "GAP"; path: string; code: "missing" }
  | { severity: "GAP"; path: string; code: "variable"; name: string }
  | { severity: "SERVER"; path: string; code: "server"; message: string };

/** A standing broadcast has neither audience nor a topic to choose. */
export function findIssues(form: DraftForm, standing: boolean): DraftIssue[] {
  return [...findMalformed(inputOf(form)), ...findDraftGaps(form, standing)];
}

export function findMalformed(input: BroadcastInput): DraftIssue[] {
  const parsed = broadcastInputSchema.safeParse(input);
  if (parsed.success) return [];
  return parsed.error.issues.map((issue): DraftIssue => {
    const path = issue.path.join(".");
    if (issue.code === "too_big") {
      const length = lengthAt(input, issue.path);
      return { severity: "MALFORMED", path, code: "tooLong", max: Number(issue.maximum), length };
    }
    if (path.endsWith(".url")) return { severity: "MALFORMED", path, code: "address" };
    return { severity: "MALFORMED", path, code: path === "message.lang" ? "language" : "other" };
  });
}

export function findDraftGaps(form: DraftForm, standing: boolean): DraftIssue[] {
  const message = messageOf(form);
  const urls = form.buttons.map(({ url }, index) => [`buttons.${index}.url`, url] as const);
  const values = new Map([...textFields(message), ["image.url", form.image.url] as const, ...urls]);
  const gaps = findGaps(message).map(({ path }): DraftIssue => {
    const value = values.get(path) ?? "";
    const [inAddress] = path.endsWith(".url") ? findVariables(value).map(({ name }) => name) : [];
    const name = inAddress ?? findUnknownVariables(value, message.kind)[0];
    const where = { severity: "GAP", path: `message.${path}` } as const;
    return name ? { ...where, code: "variable", name } : { ...where, code: "missing" };
  });
  if (standing) return gaps;
  if (form.topic === null) gaps.push({ severity: "GAP", path: "topic", code: "missing" });
  if (audienceOf(form.audience) === null) gaps.push({ severity: "GAP", path: "audience", code: "missing" });
  return gaps;
}

export function issuesFromServer(issues: readonly ApiIssue[]): DraftIssue[] {
  return issues.map(({ path, message }) => ({ severity: "SERVER", path, code: "server", message }));
}

function lengthAt(input: BroadcastInput, path: readonly PropertyKey[]): number {
  let value: unknown = input;
  for (const key of path) value = (value as Partial<Record<PropertyKey, unknown>> | undefined)?.[key];
  return typeof value === "string" || Array.isArray(value) ? value.length : 0;
}

/** The id of the field that holds a path. An audience's parts all belong to its one field. */
export function fieldIdOf(path: string): string {
  const field = path.startsWith("audience.") ? "audience" : path;
  return `field-${field.replaceAll(".", "-")}`;
}

/** In the order in which the page shows the fields, so that "the first error" is the topmost. */
export function sortIssues(issues: readonly DraftIssue[]): DraftIssue[] {
  return [...issues].sort((a, b) => placeOf(a.path) - placeOf(b.path));
}

const PLACES = [
  "topic",
  "message.title",
  "message.why",
  "message.offer",
  "message.nextStep",
  "message.whatHappened",
  "message.affected",
  "message.actor",
  "message.whatToDo",
  "message.optOutHint",
  "message.summary",
  "message.lang",
  "message.image",
  "message.buttons",
  "audience",
  "priority",
];

function placeOf(path: string): number {
  const place = PLACES.findIndex((start) => path === start || path.startsWith(`${start}.`));
  const within = /\.(\d+)\./.exec(path)?.[1] ?? "0";
  return (place < 0 ? PLACES.length : place) + Number(within) / 100;
}

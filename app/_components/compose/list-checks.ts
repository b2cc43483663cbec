// The checklist beside the composer: one line for everything the chosen kind needs, done or missing, in page order.
import { REQUIRED_FIELDS } from "@/lib/domain/message";

import type { DraftForm } from "./draft-form";
import { type DraftIssue, sortIssues } from "./draft-issues";

export type Check = {
  path: string;
  /** What is missing or wrong there; undefined when it is done. */
  issue: DraftIssue | undefined;
};

export function listChecks(form: DraftForm, issues: readonly DraftIssue[], standing: boolean): Check[] {
  const required = REQUIRED_FIELDS[form.kind ?? "NOTIFICATION"].map((field) => `message.${field}`);
  const paths = standing ? required : ["topic", ...required];
  if (form.image.url !== "" || form.image.altText !== "") paths.push("message.image");
  if (form.buttons.length > 0) paths.push("message.buttons");
  if (!standing) paths.push("audience");
  const sorted = sortIssues(issues);
  const checks = paths.map((path) => ({ path, issue: sorted.find((issue) => isWithin(issue.path, path)) }));
  // Whatever is wrong outside the list (a summary that is too long, say) is a line of its own.
  const others = sorted.filter((issue) => !paths.some((path) => isWithin(issue.path, path)));
  return [...checks, ...others.map((issue) => ({ path: issue.path, issue }))];
}

function isWithin(path: string, parent: string): boolean {
  return path === parent || path.startsWith(`${parent}.`);
}

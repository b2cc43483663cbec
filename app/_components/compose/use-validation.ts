"use client";

// When a field may complain: after the author has left it, after they asked to go on, or when it keeps the draft from
// being saved. What the server said about a field shows until the draft changes.
import { useCallback, useMemo, useState } from "react";

import type { DraftForm } from "./draft-form";
import { type DraftIssue, findIssues, sortIssues } from "./draft-issues";
import type { SaveState } from "./draft-saver";
import { useIssueText } from "./use-issue-text";

export type Validation = {
  issues: readonly DraftIssue[];
  /** The author has asked to go on, so everything may complain. */
  asked: boolean;
  askAll: () => void;
  touch: (path: string) => void;
  issueAt: (path: string) => string | undefined;
};

type Options = { form: DraftForm; standing: boolean; saveState: SaveState; askedAtStart: boolean };

export function useValidation({ form, standing, saveState, askedAtStart }: Options): Validation {
  const textOf = useIssueText();
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState(askedAtStart);
  const issues = useMemo(() => sortIssues(findIssues(form, standing)), [form, standing]);
  const refused = useMemo(() => refusedIssues(saveState), [saveState]);

  const issueAt = useCallback((path: string) => {
    const said = refused.find((issue) => isAt(issue, path));
    const found = asked || touched.has(path) ? issues.find((issue) => isAt(issue, path)) : undefined;
    const issue = said ?? found;
    return issue && textOf(issue).reason;
  }, [refused, asked, touched, issues, textOf]);
  const touch = useCallback((path: string) => setTouched((before) => new Set(before).add(path)), []);
  const askAll = useCallback(() => setAsked(true), []);
  return { issues, asked, askAll, touch, issueAt };
}

function refusedIssues(state: SaveState): readonly DraftIssue[] {
  return state.kind === "HELD" || state.kind === "REFUSED" ? state.issues : [];
}

/** The parts of an audience have no fields of their own. */
function isAt(issue: DraftIssue, path: string): boolean {
  return issue.path === path || (path === "audience" && issue.path.startsWith("audience."));
}

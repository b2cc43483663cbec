"use client";

// A reason of the directory in words, with what to do about it.
import { MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from "@fluentui/react-components";
import type { ReactNode } from "react";
import { useLocale } from "use-intl";

import { explainProblem, type ProblemWords } from "@/lib/texts/explain-problem";
import { pickLocale } from "@/lib/texts/texts";

export function useProblemWords(code: string): ProblemWords {
  return explainProblem(pickLocale(useLocale()), code);
}

type Props = { code: string; intent: "error" | "warning"; more?: ReactNode; action?: ReactNode };

export function DirectoryProblem({ code, intent, more, action }: Props) {
  const { title, remedy } = useProblemWords(code);
  return (
    <MessageBar intent={intent} layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{title}</MessageBarTitle>
        {remedy}
        {more && <> {more}</>}
      </MessageBarBody>
      {action && <MessageBarActions>{action}</MessageBarActions>}
    </MessageBar>
  );
}

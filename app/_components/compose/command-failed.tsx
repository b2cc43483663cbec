"use client";

// A command that did not work, in words, until it is tried again or dismissed. Fields it names are links to them.
import { Button, MessageBar, MessageBarActions, MessageBarBody } from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons/svg/dismiss";
import { useTranslations } from "use-intl";

import type { Command } from "@/app/_components/use-command";

import { issuesFromServer } from "./draft-issues";
import { IssueSummary } from "./issue-summary";
import { useProblemText } from "./use-problem-text";

export function CommandFailed({ command, text }: { command: Command; text: "command.testFailed" | "command.failed" }) {
  const t = useTranslations("compose");
  const problemText = useProblemText();
  const { error, clear } = command;
  if (!error) return null;
  const sentence = t(text, { reason: problemText(error) });
  if (error.issues.length > 0) return <IssueSummary issues={issuesFromServer(error.issues)} title={sentence} />;
  return (
    <MessageBar intent="error" layout="multiline" role="alert">
      <MessageBarBody>{sentence}</MessageBarBody>
      <MessageBarActions
        containerAction={
          <Button
            appearance="transparent"
            icon={<DismissRegular />}
            aria-label={t("command.dismiss")}
            onClick={clear}
          />
        }
      />
    </MessageBar>
  );
}

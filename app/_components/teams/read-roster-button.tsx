"use client";

// Wants the members of a team or a group chat read from Teams now; what becomes of it is shown beside the number.
import { Button } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import { apiSend } from "@/app/_components/api";
import { ProblemBar } from "@/app/_components/problem-bar";
import { useCommand } from "@/app/_components/use-command";
import type { RosterView } from "@/lib/domain/views";

import { isReading } from "./roster-words";

type Props = { kind: "teams" | "group-chats"; id: string; name: string; roster: RosterView | null; onAsked: () => void };

export function ReadRosterButton({ kind, id, name, roster, onAsked }: Props) {
  const t = useTranslations("teams");
  const { busy, error, run } = useCommand();
  const ask = () => void run(async () => {
    await apiSend("POST", `/api/${kind}/${id}/read-roster`);
    onAsked();
  });
  return (
    <>
      <Button size="small" disabledFocusable={busy || isReading(roster)} aria-label={t("read", { name })} onClick={ask}>
        {t("readShort")}
      </Button>
      <ProblemBar error={error} />
    </>
  );
}

"use client";

// What can be done with a group: read its members, and install the app in its team.
import { Button, makeStyles } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import { apiSend } from "@/app/_components/api";
import { ProblemBar } from "@/app/_components/problem-bar";
import { usePerson } from "@/app/_components/shell-context";
import { useCommand } from "@/app/_components/use-command";
import { useToast } from "@/app/_components/use-toast";
import type { GroupView } from "@/lib/domain/directory-views";

const useStyles = makeStyles({ tools: { display: "flex", flexWrap: "wrap", gap: "4px" } });

export function GroupTools({ group, onAsked }: { group: GroupView; onAsked: () => void }) {
  const styles = useStyles();
  const t = useTranslations("directory.groups");
  const toast = useToast();
  const { role } = usePerson();
  const { busy, error, run } = useCommand();
  const { id, name, reading, hasTeam, teamInstall } = group;
  const readMembers = () => void run(async () => {
    await apiSend("POST", `/api/groups/${id}/read`);
    onAsked();
  });
  const install = () => void run(async () => {
    await apiSend("POST", `/api/groups/${id}/install`);
    toast(t("installAsked", { name }));
    onAsked();
  });
  const isReading = reading === "WANTED" || reading === "READING";
  const isInstalled = teamInstall?.status === "DONE" && teamInstall.problem === null;
  return (
    <>
      <span className={styles.tools}>
        <Button size="small" disabledFocusable={busy || isReading} aria-label={t("read", { name })} onClick={readMembers}>
          {t("readShort")}
        </Button>
        {role === "admin" && hasTeam && !isInstalled && (
          <Button size="small" disabledFocusable={busy} aria-label={t("install", { name })} onClick={install}>
            {t("installShort")}
          </Button>
        )}
      </span>
      <ProblemBar error={error} />
    </>
  );
}
